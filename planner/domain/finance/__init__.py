"""Money as the outside world writes it: figures in documents, dated rates, ledgers."""
