using System.Text.Json;
using System.Xml.Linq;
using ClinicalRl.Reports.Coverage;
using ClinicalRl.Reports.Tests.Pages;
using ClinicalRl.Simulation.Safety;
using ClinicalRl.Testing.Corridor;
using ClinicalRl.Testing.RunLogs;

namespace ClinicalRl.Reports.Tests.Coverage;

/// <summary>The three writers show the same cells.</summary>
public sealed class CoverageWritersTests
{
    private static readonly CoverageMatrix Matrix = Played();

    [Fact]
    public void Csv_HasALineForEachCell_OfAsManyFieldsAsTheHead()
    {
        var lines = WrittenPage.CsvLines(CoverageCsv.Render(Matrix));
        Assert.Equal(1 + 10, lines.Count);
        Assert.Equal(["CS01", "Under-recognition of acuity", "corridor"], lines[1][..3]);
        Assert.Equal("Dose, regimen, route or monitoring error", lines[5][1]);
        Assert.All(lines, line => Assert.Equal(20, line.Count));
    }

    [Fact]
    public void Json_HoldsEveryCellWithItsPlaces()
    {
        var json = Json();
        var cells = json.GetProperty("cells").EnumerateArray().ToList();
        Assert.Equal(Matrix.Cells.Length, cells.Count);
        foreach (var (cell, shown) in Matrix.Cells.Zip(cells))
        {
            Assert.Equal((cell.State.Word(), cell.Scenarios.Trials, cell.Scenarios.Events), (shown.GetProperty("state").GetString(), shown.GetProperty("scenarios").GetInt32(), shown.GetProperty("failedScenarios").GetInt32()));
            Assert.Equal(cell.Places.Length, shown.GetProperty("places").GetArrayLength());
            Assert.Equal(cell.Hazards.Length, shown.GetProperty("hazards").GetArrayLength());
        }
    }

    [Fact]
    public void Page_IsSound_AndEveryCellOpensToItsDetails()
    {
        var html = CoveragePage.Render(Matrix);
        Assert.Contains(CoveragePage.Notice, html, StringComparison.Ordinal);
        var page = WrittenPage.Parse(html);
        var targets = page.Descendants().Attributes("id").Select(id => "#" + id.Value).ToHashSet(StringComparer.Ordinal);
        var links = page.Descendants("table").First().Descendants("a").Select(link => link.Attribute("href")!.Value).ToList();
        Assert.Equal(Matrix.Cells.Length, links.Count);
        Assert.All(links, link => Assert.Contains(link, targets));
    }

    [Fact]
    public void Page_EncodesWhatALogHolds()
    {
        var spec = CorridorReward.Catalogue.Environments[0].Spec;
        var hostile = Episodes()[0] with { Failures = [new CoveredFailure("<b>&\"", SafetyCategory.CS01, Severity.S4, 1, "<script>")] };
        var html = CoveragePage.Render(CoverageMatrix.Of([spec], [hostile]));
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;&amp;&quot;", html, StringComparison.Ordinal);
    }

    private static JsonElement Json()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            CoverageJson.WriteTo(writer, Matrix);
        return JsonElement.Parse(buffer.ToArray());
    }

    private static CoverageMatrix Played() => CoverageMatrix.Of([CorridorReward.Catalogue.Environments[0].Spec], Episodes());

    private static List<CoveredEpisode> Episodes() => [.. Enumerable.Range(1, 20).Select(seed =>
    {
        Assert.True(CoveredEpisodeReader.TryRead(RecordedEpisode.Whole((ulong)seed).Log, out var episode, out var problem), problem);
        return episode;
    })];
}
