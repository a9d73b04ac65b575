using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClinicalRl.Reports.Coverage;
using ClinicalRl.Reports.Hazards;
using ClinicalRl.Reports.Tests.Pages;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Safety;
using CsCheck;
using static ClinicalRl.Reports.Tests.Coverage.CorridorEpisodes;

namespace ClinicalRl.Reports.Tests.Hazards;

/// <summary>The three forms show the same rows, and a log that was not written here is refused with its place.</summary>
public sealed class HazardWritersTests
{
    private static readonly HazardLog Log = Continued();

    private static readonly byte[] Json = HazardJson.Render(Log);

    [Fact]
    public void Json_ReadsBackAsItWas()
    {
        Assert.True(PreviousHazardLog.TryRead(Json, out var read, out var problem), problem);
        Assert.Equal(Json, HazardJson.Render(read.Log));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Json)), read.Sha256);
        Assert.True(PreviousHazardLog.TryRead(Encoding.UTF8.GetBytes(JsonNode.Parse(Json)!.ToJsonString()), out var reflowed, out _));
        Assert.Equal(read.Sha256, reflowed.Sha256);   // layout on the way does not matter
        var row = JsonElement.Parse(Json).GetProperty("rows")[0];
        Assert.Equal(("open", "S4", "high", "not assigned"), (row.GetProperty("status").GetString(), row.GetProperty("initialRisk").GetProperty("severity").GetString(), row.GetProperty("initialRisk").GetProperty("likelihood").GetString(), row.GetProperty("owner").GetString()));
    }

    [Fact]
    public void Csv_HasALineForEachRow()
    {
        var lines = WrittenPage.CsvLines(HazardCsv.Render(Log));
        Assert.Equal(1 + Log.Rows.Length, lines.Count);
        Assert.All(lines, line => Assert.Equal(25, line.Count));
        Assert.Equal(("corridor/CO-CS01-1", "major", "high", "4"), (lines[1][0], lines[1][8], lines[1][9], lines[1][10]));
        Assert.Equal(("retired", "1.1.0"), (lines[^1][22], lines[^1][23]));
    }

    [Fact]
    public void Page_IsSound_AndShowsEveryRow()
    {
        var page = WrittenPage.Parse(HazardPage.Render(Log));
        Assert.Contains(HazardLog.Notice, page.Value, StringComparison.Ordinal);
        Assert.All(Log.Rows, row => Assert.Contains(page.Descendants("article"), article => article.Attribute("id")!.Value == row.Id));
        var links = page.Descendants("a").Select(link => link.Attribute("href")!.Value).ToList();
        Assert.Equal(Log.Rows.Select(row => "#" + row.Id).Order(StringComparer.Ordinal), links.Order(StringComparer.Ordinal));
        Assert.Contains("retired in 1.1.0", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_EncodesWhatALogHolds()
    {
        var hostile = Log with { Rows = [.. Log.Rows.Select(row => row with { Description = "<script>", RetiredIn = row.RetiredIn is null ? null : "<b>", Id = row.Id + "\"<" })] };
        var html = HazardPage.Render(hostile);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        WrittenPage.Parse(html);
        Assert.DoesNotContain("\n=", HazardCsv.Render(Log with { Rows = [Log.Rows[0] with { Id = "=1+1" }] }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rows/0/initialRisk/level", "6", "rows[0]: a risk must be 1 to 5, and there only with a likelihood")]
    [InlineData("rows/0/evidence/failedScenarios", "61", "rows[0]: the evidence must have 0 to 'scenarios' failures, and a rate of 0 to 1 when there are scenarios")]
    [InlineData("rows/1/id", "\"corridor/CO-CS01-1\"", "rows[1]: 'corridor/CO-CS01-1' is there twice")]
    [InlineData("rows/0/id", "\"elsewhere/CO-CS01-1\"", "rows[0]: the id must begin with the environment")]
    [InlineData("rows/0/status", "\"retired\"", "rows[0]: 'retiredIn' must be there when the row is retired, and only then")]
    [InlineData("rows/0/status", "7", "not a hazard log as this product exports it: $.rows[0].status")]
    [InlineData("rows/0/causes", "[null]", "rows[0]: a list holds null")]
    [InlineData("rows/0/history", "null", "not a hazard log as this product exports it: $.rows[0].history")]
    [InlineData("rows/0/owner", "null", "not a hazard log as this product exports it: $.rows[0].owner")]
    [InlineData("rows/0/category", "\"CS11\"", "not a hazard log as this product exports it: $.rows[0].category")]
    [InlineData("environments/0/version", "\"one\"", "environments: each must have a version such as 1.2.3")]
    [InlineData("rows/0", "null", "rows[0]: null is no hazard")]
    public void Read_NamesThePlace_OfWhatIsWrong(string place, string value, string expected)
    {
        var node = JsonNode.Parse(Json)!;
        var steps = place.Split('/');
        var parent = steps[..^1].Aggregate(node, (at, step) => int.TryParse(step, out var index) ? at[index]! : at[step]!);
        if (int.TryParse(steps[^1], out var last))
            parent[last] = JsonNode.Parse(value);
        else
            parent[steps[^1]] = JsonNode.Parse(value);
        Assert.False(PreviousHazardLog.TryRead(Encoding.UTF8.GetBytes(node.ToJsonString()), out _, out var problem));
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void Read_NeverThrows_AndWhatItTakesCanBeContinued() =>
        Gen.Select(Gen.Int[0, Json.Length - 1], Gen.Byte, Gen.Int[0, Json.Length]).Sample((place, value, length) =>
        {
            var changed = Json.ToArray();
            changed[place] = value;
            if (PreviousHazardLog.TryRead(changed.AsSpan(0, Math.Max(length, Json.Length - 1)), out var read, out _))
                HazardPage.Render(HazardLog.Of(CoverageMatrix.Of([Corridor with { Version = SemanticVersion.Parse("999.0.0") }], []), read));
            PreviousHazardLog.TryRead(changed.AsSpan(0, length), out _, out _);
        });

    private static HazardLog Continued()
    {
        var old = Corridor with { Hazards = [.. Corridor.Hazards, new Hazard("CO-CS07-1", SafetyCategory.CS07, Severity.S3, "Forgets, \"quietly\".", [], true)] };
        Assert.True(PreviousHazardLog.TryRead(HazardJson.Render(HazardLog.Of(CoverageMatrix.Of([old], []))), out var previous, out var problem), problem);
        var episodes = Enumerable.Range(1, 60).Select(seed => Episode($"e{seed:00}", seed, failed: seed <= 6)).ToArray();
        return HazardLog.Of(CoverageMatrix.Of([Corridor with { Version = SemanticVersion.Parse("1.1.0") }], episodes), previous);
    }
}
