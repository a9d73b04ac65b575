using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ClinicalRl.Service.Hosting;

namespace ClinicalRl.Architecture.Tests;

/// <summary>The operators' table of settings is what the option classes say.</summary>
public sealed partial class SettingsTableTests
{
    private const string File = "infra/settings.md";

    private const string Head =
        """
        # Settings

        Made of the option classes' own comments; a test says when it is not. On the command line `--ClinicalRl:SiloPort=11111`, in the environment `ClinicalRl__SiloPort=11111`.
        A value that cannot work stops the start with the setting's name and what it must be; a name that is none is told in the log, with the one that was probably meant.
        ASP.NET's own settings work as everywhere: `--urls` (default `http://127.0.0.1:8080`), `--environment` (`Production` by default), `Logging:LogLevel:*`.

        | Setting | Default | |
        |---|---|---|

        """;

    [Fact]
    public void TheTable_IsWhatTheOptionClassesSay()
    {
        Assert.True(Settings.All.Count > 30);
        var table = Head + string.Concat(Settings.All.Select(Row));
        var written = Path.Combine(Repository.Root, "artifacts", "settings.md");
        Directory.CreateDirectory(Path.GetDirectoryName(written)!);
        System.IO.File.WriteAllText(written, table);
        Assert.True(Repository.Read(File) == table, $"{File} is behind: copy {written} over it.");
    }

    private static string Row(Setting setting) => $"| `{setting.Key}` | {DefaultOf(setting)} | {SummaryOf(setting)} |\n";

    private static string DefaultOf(Setting setting) => setting.Default switch
    {
        null or "" => "none",
        bool flag => flag ? "`true`" : "`false`",
        string text => setting.Property.Name == "ServiceVersion" ? "its own" : $"`{text}`",
        IEnumerable list => list.Cast<object>().Any() ? string.Join(", ", list.Cast<object>()) : "none",
        var value => "`" + Convert.ToString(value, CultureInfo.InvariantCulture) + "`",
    };

    private static string SummaryOf(Setting setting)
    {
        var type = setting.Property.DeclaringType!;
        var source = Repository.TextFiles.Select(Repository.Read).Single(text => text.Contains($" class {type.Name}\n", StringComparison.Ordinal) && text.Contains($"namespace {type.Namespace};", StringComparison.Ordinal));
        var comment = Comment().Matches(source).Single(match => match.Groups["name"].Value == setting.Property.Name).Groups["summary"].Value;
        var plain = Reference().Replace(comment.Replace("///", "", StringComparison.Ordinal), match => $"`{match.Groups["what"].Value}`");
        return new StringBuilder(Space().Replace(plain, " ").Trim()).Replace("<c>", "`").Replace("</c>", "`").Replace("&lt;", "<").Replace("&gt;", ">").Replace("|", "\\|").ToString();
    }

    [GeneratedRegex(@"/// <summary>(?<summary>((?!</summary>)[\s\S])*)</summary>\s*public [^\r\n(]*?(?<name>\w+) \{ get;", RegexOptions.ExplicitCapture, 2_000)]
    private static partial Regex Comment();

    [GeneratedRegex("<see cref=\"(?<what>[^\"]+)\"/>", RegexOptions.ExplicitCapture, 2_000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"\s+", RegexOptions.ExplicitCapture, 2_000)]
    private static partial Regex Space();
}
