using System.Collections.Immutable;

namespace ClinicalRl.Reports.Documents;

/// <summary>A report as its writers see it: everything a page or a sheet shows, and nothing that is not in its JSON.</summary>
/// <param name="Id">Id of the report.</param>
/// <param name="Title">Title.</param>
/// <param name="Notices">What must be read before any number; shown on every sheet.</param>
/// <param name="Sections">The sections.</param>
public sealed record ReportDocument(string Id, string Title, ImmutableArray<string> Notices, ImmutableArray<ReportSection> Sections);

/// <summary>One section.</summary>
/// <param name="Id">Its name in JSON and in links.</param>
/// <param name="Title">Heading.</param>
public sealed record ReportSection(string Id, string Title)
{
    /// <summary>Sentences before everything else.</summary>
    public ImmutableArray<string> Text { get; init; } = [];

    /// <summary>Charts.</summary>
    public ImmutableArray<ReportChart> Charts { get; init; } = [];

    /// <summary>Tables.</summary>
    public ImmutableArray<ReportTable> Tables { get; init; } = [];
}

/// <summary>A table. Its rows have a cell for each column.</summary>
/// <param name="Id">Its name in JSON.</param>
/// <param name="Caption">What it shows.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows.</param>
public sealed record ReportTable(string Id, string Caption, ImmutableArray<ReportColumn> Columns, ImmutableArray<ImmutableArray<ReportCell>> Rows)
{
    /// <summary>Where it is shown: always, on the page folded away, or on the page only, for it would fill a sheet after the other.</summary>
    public TableExtent Extent { get; init; }
}

/// <summary>How much of a table is shown where.</summary>
public enum TableExtent
{
    /// <summary>On pages and sheets.</summary>
    Full,

    /// <summary>On the page folded away, and on sheets.</summary>
    Folded,

    /// <summary>On the page folded away; sheets say that it is in the JSON.</summary>
    PageOnly,
}

/// <summary>A column.</summary>
/// <param name="Id">Name of its cells in JSON.</param>
/// <param name="Title">Heading.</param>
/// <param name="Width">Share of a sheet's width, relative to the other columns.</param>
public sealed record ReportColumn(string Id, string Title, double Width = 1);
