using System.Text.Json;
using System.Xml.Linq;
using ClinicalRl.Reports.Coverage;
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
        var lines = CoverageCsv.Render(Matrix).TrimEnd().Split("\r\n");
        Assert.Equal(1 + 10, lines.Length);
        Assert.StartsWith("CS01,Under-recognition of acuity,corridor,", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"Dose, regimen, route or monitoring error\"", lines[5], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Equal(20, Fields(line)));
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
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains(CoveragePage.Notice, html, StringComparison.Ordinal);
        var body = html[html.IndexOf("<body>", StringComparison.Ordinal)..html.IndexOf("</html>", StringComparison.Ordinal)];
        var page = XElement.Parse(body);   // well-formed: nothing of a log breaks out
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

    private static int Fields(string line)
    {
        var (fields, quoted) = (1, false);
        foreach (var c in line)
        {
            quoted ^= c == '"';
            fields += c == ',' && !quoted ? 1 : 0;
        }

        return fields;
    }
}
