using System.Text;
using System.Text.Json;
using ClinicalRl.Grains.Jobs;
using ClinicalRl.Reports.Coverage;
using ClinicalRl.Reports.Hazards;

namespace ClinicalRl.Grains.Coverage;

/// <summary>What is made of a count.</summary>
public enum CoverageReport
{
    /// <summary>The matrix of failure modes.</summary>
    Coverage,

    /// <summary>The hazard log.</summary>
    HazardLog,
}

/// <summary>Makes a report of a count.</summary>
internal static class CoverageForms
{
    public static ReportForms Of(CoverageReport report, CoverageMatrix matrix, byte[]? previous)
    {
        if (report == CoverageReport.Coverage)
            return new ReportForms(Render(matrix), Encoding.UTF8.GetBytes(CoverageCsv.Render(matrix)), Encoding.UTF8.GetBytes(CoveragePage.Render(matrix)));
        var before = previous is not null && PreviousHazardLog.TryRead(previous, out var read, out _) ? read : null;
        var log = HazardLog.Of(matrix, before);
        return new ReportForms(HazardJson.Render(log), Encoding.UTF8.GetBytes(HazardCsv.Render(log)), Encoding.UTF8.GetBytes(HazardPage.Render(log)));
    }

    private static byte[] Render(CoverageMatrix matrix)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            CoverageJson.WriteTo(writer, matrix);
        return buffer.ToArray();
    }
}
