using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Evaluation.Simulated;
using ClinicalRl.Statistics.Proportions;
using Spectre.Console;

namespace ClinicalRl.Cli.Evaluators;

/// <summary><c>clinicalrl evaluators</c>: what concerns those who judge.</summary>
internal static class EvaluatorsCommand
{
    private const int MostSeeds = 10_000;

    public static Command Create(CliContext context) =>
        new("evaluators", "What concerns those who judge episodes.") { CreateStudy(context), CreateBank(context), DemoCommand.Create(context) };

    private static Command CreateStudy(CliContext context)
    {
        var seeds = new Option<int>("--seeds") { Description = "Simulated pools to study.", DefaultValueFactory = _ => 200 }.Between(1, MostSeeds);
        var seed = SharedOptions.Seed();
        var json = SharedOptions.Json();
        var command = new Command("study", "How well simulated evaluators' biases, reliabilities and episodes are recovered, and planted misconduct found.") { seeds, seed, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var study = PoolStudy.Of(parsed.GetValue(seed), parsed.GetValue(seeds));
            if (parsed.GetValue(json))
                await context.Output.WriteLineAsync(JsonSerializer.Serialize(Figures(study).ToDictionary(figure => figure.Name, figure => figure.Value)).AsMemory(), cancel);
            else
                Show(context.Console, study);
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreateBank(CliContext context)
    {
        var environment = SharedOptions.Environment();
        var command = new Command("bank", "Make the gold items of an environment anew and print them; a reward function, not a clinician, decides what is right.") { environment };
        command.SetAction(async (parsed, cancel) =>
        {
            var chosen = context.Environment(parsed.GetValue(environment)!);
            if (!BankGenerator.TryGenerate(chosen, context.RewardFunction(chosen, null), out var bank, out var problem))
                throw new CommandRefusedException(problem);
            await context.Output.WriteAsync(bank.ToJson().AsMemory(), cancel);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Show(IAnsiConsole console, PoolStudy study)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.Title(string.Create(CultureInfo.InvariantCulture, $"SIMULATED evaluators, {study.Seeds} seeds"));
        table.AddColumns("figure", "value", "what it is");
        foreach (var (name, value, what) in Figures(study))
            table.AddRow(name, value.ToString("0.#####", CultureInfo.InvariantCulture), what.EscapeMarkup());
        console.Write(table);
    }

    private static IEnumerable<(string Name, double Value, string What)> Figures(PoolStudy study)
    {
        yield return ("seeds", study.Seeds, "pools of twelve, 300 episodes each");
        yield return ("biasCoverage", Rate(study.BiasCovered), "share of 95% intervals of bias that hold the true bias");
        yield return ("reliabilityCoverage", Rate(study.ReliabilityCovered), "share of 95% intervals of reliability that hold the true rate");
        yield return ("episodeCoverage", Rate(study.EpisodesCovered), "share of 95% intervals of episode rewards that hold the true reward");
        yield return ("calibratedError", study.CalibratedError, "mean squared error of calibrated episode rewards, all honest");
        yield return ("plainError", study.PlainError, "the same of the plain mean");
        yield return ("gain", study.Gain, "share of the plain mean's error that calibration takes away");
        yield return ("calibratedErrorPlanted", study.CalibratedErrorPlanted, "mean squared error, three of twelve planted");
        yield return ("plainErrorPlanted", study.PlainErrorPlanted, "the same of the plain mean");
        yield return ("gainPlanted", study.GainPlanted, "share of the plain mean's error that calibration takes away");
        yield return ("driftFound", Rate(study.DriftFound), "planted drifters flagged");
        yield return ("copyingFound", Rate(study.CopyingFound), "planted copiers flagged");
        yield return ("carelessFound", Rate(study.CarelessFound), "planted careless evaluators flagged");
        yield return ("honestFlagged", Rate(study.HonestFlagged), "honest evaluators flagged for anything");
    }

    private static double Rate(Proportion proportion) => proportion.Rate.Value;
}
