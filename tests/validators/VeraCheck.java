import java.io.FileInputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.core.VeraPDFException;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/** Files against flavours of PDF/A and PDF/UA: a line for each rule that a file breaks, and one when it is read. */
public class VeraCheck {
    /** Arguments: flavours joined by commas, then files. Lines: file, flavour, rule (ok: none broken), what it says. */
    public static void main(String[] arguments) {
        VeraGreenfieldFoundryProvider.initialise();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (int i = 1; i < arguments.length; i++) {
            for (String flavour : arguments[0].split(",")) {
                for (Map.Entry<String, String> broken : broken(arguments[i], flavour).entrySet()) {
                    out.println(String.join("\t", arguments[i], flavour, broken.getKey(), broken.getValue()));
                }
            }
        }
    }

    private static Map<String, String> broken(String file, String name) {
        Map<String, String> rules = new TreeMap<>();
        PDFAFlavour flavour = PDFAFlavour.fromString(name);
        try (FileInputStream in = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour)) {
            var result = Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
            for (TestAssertion test : result.getTestAssertions()) {
                if (test.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = test.getRuleId().getClause() + "-" + test.getRuleId().getTestNumber();
                    String place = test.getLocation().getContext();
                    rules.putIfAbsent(rule, (test.getMessage() + " @ " + place).replaceAll("\\s+", " "));
                }
            }
            if (rules.isEmpty()) {
                rules.put(result.isCompliant() ? "ok" : "failed", "");
            }
        } catch (VeraPDFException | java.io.IOException | RuntimeException error) {
            rules.put("unread", String.valueOf(error).replaceAll("\\s+", " "));
        }
        return rules;
    }
}
