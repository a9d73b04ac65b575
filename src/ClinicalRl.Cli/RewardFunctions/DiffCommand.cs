using System.Collections.Immutable;
using System.CommandLine;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Rewards.Diffs;
using Spectre.Console;

namespace ClinicalRl.Cli.RewardFunctions;

/// <summary><c>clinicalrl reward diff</c>: what a new version changes in meaning.</summary>
internal static class DiffCommand
{
    public static Command Create(CliContext context)
    {
        var before = RewardCommand.Document("BEFORE");
        var after = RewardCommand.Document("AFTER");
        var json = SharedOptions.Json();
        var command = new Command("diff", "Say what changes in meaning between two documents.") { before, after, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var (old, now) = (RewardFiles.Read(context, parsed.GetValue(before)!), RewardFiles.Read(context, parsed.GetValue(after)!));
            var changes = RewardDocumentDiff.Of(old, now);
            if (parsed.GetValue(json))
                await context.Output.WriteLineAsync(Json(old.Hash, now.Hash, changes).AsMemory(), cancel);
            else
                Show(context.Console, changes);
            return ExitCodes.Success;
        });
        return command;
    }

    public static void Show(IAnsiConsole console, ImmutableArray<DocumentChange> changes)
    {
        if (changes.IsEmpty)
            console.MarkupLine("Nothing in meaning.");
        foreach (var change in changes)
            console.MarkupLine(change.ToString().EscapeMarkup());
    }

    private static string Json(string before, string after, ImmutableArray<DocumentChange> changes) => RewardFiles.Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("before", before);
        writer.WriteString("after", after);
        writer.WriteStartArray("changes");
        foreach (var change in changes)
            change.WriteTo(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
