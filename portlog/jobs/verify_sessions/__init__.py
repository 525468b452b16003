"""Hold the log's figures against figures that its importer did not make."""
