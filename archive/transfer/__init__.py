"""Into and out of other tools: WARC, CDXJ and WACZ for archivists, rows for everybody else."""
