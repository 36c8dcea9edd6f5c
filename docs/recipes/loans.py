"""How much did Chinese lenders commit in loans to Kazakhstan by sector, of what may be added up?

Run: python docs/recipes/loans.py
"""

from pyspark.sql import SparkSession
from pyspark.sql import functions as f

spark = SparkSession.builder.master("local[1]").getOrCreate()
# A quote within a cell is doubled, and a cell may hold a line break; Spark expects neither.
read = spark.read.options(header=True, inferSchema=True, multiLine=True, escape='"')
records = read.csv("datapackage/data/project_finance.csv")

# Not summable is what another record holds too. What was only announced is left out. What remains is a part:
# many loans have no record here, so this is not what the country received.
loans = records.filter("summable = 'yes' AND instrument != 'grant' AND status != 'announced'")
sums = loans.groupBy("sector", "unit").agg(f.count("*").alias("records"), f.sum("amount").alias("amount"))
for row in sums.orderBy("amount", ascending=False).collect():
    print(f"{row.sector}: {row.amount / 1e6:,.0f} million {row.unit}, records: {row.records}")
