"""Files whose cells carry types: Excel workbooks and Parquet, read only when they are met."""
