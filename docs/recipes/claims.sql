-- Which claims of the paper are contradicted, understated or out of date, by what others print?
-- Run: duckdb -csv < docs/recipes/claims.sql

SELECT
    verdict,
    coalesce(figure_as_printed, event.name, statement.name) AS claim,
    reason,
    string_agg(DISTINCT publisher, '; ' ORDER BY publisher) AS publishers
FROM 'datapackage/data/assessments.csv' AS assessment
LEFT JOIN 'datapackage/data/observations.csv' AS figure USING (observation_id)
LEFT JOIN 'datapackage/data/events.csv' AS event ON event.event_id = assessment.event_id
LEFT JOIN 'datapackage/data/statements.csv' AS statement ON statement.statement_id = assessment.statement_id
LEFT JOIN 'datapackage/data/assessment_evidence.csv' AS evidence USING (assessment_id)
LEFT JOIN 'datapackage/data/sources.csv' AS source ON source.source_id = split_part(evidence_id, '/', 1)
WHERE verdict IN ('contradicted', 'understated', 'dated')
GROUP BY ALL
ORDER BY verdict, claim;
