namespace ClinicalRl.Grains.Jobs;

/// <summary>A report in its three forms, each UTF-8.</summary>
/// <param name="Json">For programs.</param>
/// <param name="Csv">For spreadsheets.</param>
/// <param name="Html">For people.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.report.forms")]
public sealed record ReportForms([property: Id(0)] byte[] Json, [property: Id(1)] byte[] Csv, [property: Id(2)] byte[] Html);
