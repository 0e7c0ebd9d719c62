"""From files to rows of text: folders of CSV or Parquet, and workbooks."""
