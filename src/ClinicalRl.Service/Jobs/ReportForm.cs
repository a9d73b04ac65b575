using ClinicalRl.Grains.Jobs;
using ClinicalRl.Service.Answers;

namespace ClinicalRl.Service.Jobs;

/// <summary>A form in which a report can be had.</summary>
/// <param name="Suffix">What follows the path.</param>
/// <param name="IdSuffix">What follows the operation's id.</param>
/// <param name="Words">What follows its summary.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="Of">Its bytes.</param>
internal sealed record ReportForm(string Suffix, string IdSuffix, string Words, string MediaType, Func<ReportForms, byte[]> Of)
{
    /// <summary>JSON, a table, a page.</summary>
    public static IReadOnlyList<ReportForm> All { get; } =
    [
        new("", "", "", JsonBytes.Json, forms => forms.Json),
        new(".csv", "Table", " as a table", "text/csv; charset=utf-8", forms => forms.Csv),
        new(".html", "Page", " as a page", "text/html; charset=utf-8", forms => forms.Html),
    ];
}
