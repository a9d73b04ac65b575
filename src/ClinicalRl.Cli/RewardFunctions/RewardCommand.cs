using System.CommandLine;
using ClinicalRl.Cli.Hosting;

namespace ClinicalRl.Cli.RewardFunctions;

/// <summary><c>clinicalrl reward</c>: what an author, a clinician and an auditor do with a reward function, offline.</summary>
internal static class RewardCommand
{
    public static Command Create(CliContext context) =>
        new("reward", "Write, read, compare, sign and check reward functions; judge recorded episodes by another. Works on files, without a service.")
        {
            LintCommand.Create(context),
            CardCommand.Create(context),
            DiffCommand.Create(context),
            KeyCommand.Create(context),
            SignCommand.Create(context),
            VerifySignOffCommand.Create(context),
            RescoreCommand.Create(context),
        };

    /// <summary>The argument that names a document.</summary>
    public static Argument<string> Document(string name = "DOCUMENT") => new(name) { Description = "A file (YAML), or the id of a reward function that is shipped." };
}
