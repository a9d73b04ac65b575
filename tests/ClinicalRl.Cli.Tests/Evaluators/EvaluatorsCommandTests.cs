using System.Text.Json;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.Tests.Hosting;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;

namespace ClinicalRl.Cli.Tests.Evaluators;

public sealed class EvaluatorsCommandTests
{
    [Fact]
    public async Task Study_SaysWhatItRecovered()
    {
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Success, await run.RunAsync("evaluators", "study", "--seeds", "1", "--json"));
        Assert.Equal(1, run.Json.GetProperty("seeds").GetInt32());
        Assert.InRange(run.Json.GetProperty("gain").GetDouble(), 0.25, 1);
    }

    [Fact]
    public async Task Bank_IsRefused_OfAnEnvironmentThatGivesTooFewItems()
    {
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Refused, await run.RunAsync("evaluators", "bank", "--environment", "corridor"));
        Assert.Contains("too few items of the type", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_GoesFromSealedEpisodesToAReport_AndSaysThatItIsSimulated()
    {
        var folder = Directory.CreateTempSubdirectory("clinicalrl-").FullName;
        var file = Path.Combine(folder, "records.jsonl");
        using var run = CliRun.Shipped();
        Assert.True(
            await run.RunAsync("evaluators", "demo", "--environment", "prescribing", "--scenarios", "3", "--evaluators", "4", "--resamples", "99", "--records", file, "--json") == ExitCodes.Success, run.Errors);
        Assert.Equal((true, 4, 1), (run.Json.GetProperty("simulated").GetBoolean(), run.Json.GetProperty("qualified").GetInt32(), run.Json.GetProperty("refused").GetInt32()));
        var assessment = run.Json.GetProperty("assessment");
        Assert.Equal(("complete", 9, 9, 4), (assessment.GetProperty("status").GetString(), assessment.GetProperty("chosen").GetInt32(), assessment.GetProperty("complete").GetInt32(), assessment.GetProperty("simulatedEvaluators").GetInt32()));
        Assert.Contains("SIMULATED", run.Json.GetProperty("report").GetRawText(), StringComparison.OrdinalIgnoreCase);

        var records = new List<EvaluationRecord>();
        Assert.True(RecordJson.TryReadAll(await File.ReadAllBytesAsync(file), records, out var problem), problem);
        var evidence = CalibratedEvidence.Of(EvidenceLedger.Of(records));
        Assert.True(evidence.IsSimulated);
        Assert.Equal(9, evidence.Episodes.Length);
        Assert.All(evidence.Episodes, episode =>
        {
            Assert.True(episode.Score.IsDefined);
            Assert.InRange(episode.Score.Value.Reward - episode.Selected.Steps.Average(step => step.Reward), -0.15, 0.15);   // they are told the automatic reward
        });

        using var report = CliRun.Shipped();
        Assert.Equal(ExitCodes.Success, await report.RunAsync("report", file, "--resamples", "99", "--json"));
        Assert.True(JsonElement.DeepEquals(run.Json.GetProperty("report"), report.Json));
        Directory.Delete(folder, recursive: true);
    }
}
