"""Is a table what the descriptor says, and how many claims of the paper have which verdict?

Run: python docs/recipes/verdicts.py
"""

from collections import Counter

from frictionless import Package

package = Package("datapackage/datapackage.json")
assessments = package.get_resource("assessments")
report = assessments.validate()
print("valid" if report.valid else report.flatten(["rowNumber", "fieldName", "message"]))

for verdict, claims in sorted(Counter(row["verdict"] for row in assessments.read_rows()).items()):
    print(verdict, claims)
