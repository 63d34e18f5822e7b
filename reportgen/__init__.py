"""reportgen: from one YAML of funds, projects and indicators to checked self-evaluation reports."""

__version__ = "0.1.0"
