using System.CommandLine;

namespace ClinicalRl.Cli.Hosting;

/// <summary>The forms in which a report can be had: a page, a table, one JSON object, or the terminal.</summary>
internal sealed class ReportOptions
{
    private readonly Option<string> html = new("--html") { Description = "Write the report to this file as one HTML page." };

    private readonly Option<string> csv = new("--csv") { Description = "Write it to this file as a table." };

    private readonly Option<bool> json = SharedOptions.Json();

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(html);
        command.Options.Add(csv);
        command.Options.Add(json);
    }

    /// <summary>Whether nothing but one JSON object may be printed.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(json);

    /// <summary>Writes what was asked for; <paramref name="show"/> is for people who asked for no JSON.</summary>
    public async Task WriteAsync(CliContext context, ParseResult parsed, Func<string> page, Func<string> table, Func<string> asJson, Action show, CancellationToken cancel)
    {
        if (parsed.GetValue(html) is { } pageFile)
            await File.WriteAllTextAsync(pageFile, page(), cancel);
        if (parsed.GetValue(csv) is { } tableFile)
            await File.WriteAllTextAsync(tableFile, table(), cancel);
        if (IsJson(parsed))
            await context.Output.WriteLineAsync(asJson().AsMemory(), cancel);
        else
            show();
    }
}
