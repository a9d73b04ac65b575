using System.Text.RegularExpressions;

namespace ClinicalRl.Architecture.Tests;

/// <summary>What lies where, and what no file may say.</summary>
public sealed partial class TreeTests
{
    private static readonly string[] AllowedTopLevel =
    [
        "src", "tests", "infra", "ClinicalRl.sln", "Dockerfile", "azure.yaml", "README.md", "LICENSE", "Directory.Build.props", "Directory.Packages.props", "global.json",
    ];

    /// <summary>Most lines of a project's README: one screen.</summary>
    private const int ReadmeLines = 60;

    [Fact]
    public void TopLevel_HoldsOnlyWhatTheDesignNames()
    {
        Assert.Contains("src", Repository.TopLevel);
        Assert.Contains("ClinicalRl.sln", Repository.TopLevel);
        var unexpected = Repository.TopLevel.Where(name => name[0] != '.' && !AllowedTopLevel.Contains(name));
        Assert.Empty(unexpected);
    }

    [Fact]
    public void Solution_HoldsEveryProject()
    {
        var solution = Repository.Read("ClinicalRl.sln");
        string[] projects = [.. Repository.SourceProjects.Concat(Repository.TestProjects).Select(project => project.Name)];
        Assert.True(projects.Length > 10);
        Assert.All(projects, project => Assert.Contains($"{project}.csproj", solution, StringComparison.Ordinal));
    }

    [Fact]
    public void EverySourceProject_HasATestProject()
    {
        var tests = Repository.TestProjects.Select(project => project.Name).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(tests);
        Assert.All(Repository.SourceProjects, project => Assert.Contains(project.Name + ".Tests", tests));
    }

    [Fact]
    public void EverySourceProject_SaysOnOneScreenWhatItIs()
    {
        Assert.True(Repository.SourceProjects.Length >= 8);
        Assert.All(Repository.SourceProjects, project =>
        {
            var readme = Path.Combine(project.Folder, "README.md");
            Assert.True(File.Exists(readme), $"{project.Name} has no README.md.");
            Assert.InRange(File.ReadAllLines(readme).Length, 5, ReadmeLines);
        });
    }

    [Fact]
    public void NoFile_CarriesAnUnfinishedMark()
    {
        var marked = Looked().Where(file => UnfinishedMark().IsMatch(Repository.Read(file)));
        Assert.Empty(marked);
    }

    [Fact]
    public void NoFile_PointsOutOfTheRepository()
    {
        var outside = ".." + "/shared";
        var pointing = Looked().Where(file => Repository.Read(file).Contains(outside, StringComparison.Ordinal));
        Assert.Empty(pointing);
    }

    [Fact]
    public void NoTest_IsSkippedOrSleeps()
    {
        var tests = Looked().Where(file => file.StartsWith("tests", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal)).ToList();
        Assert.True(tests.Count >= 3);
        Assert.DoesNotContain(tests, file => SkippedOrSleeping().IsMatch(Repository.Read(file)));
    }

    [Fact]
    public void EveryNamespace_IsItsFolder()
    {
        var sources = Looked().Where(file => file.StartsWith("src", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal)).ToList();
        Assert.True(sources.Count > 15);
        var astray = sources.Where(file => NamespaceLine().Match(Repository.Read(file)) is { Success: true } line && line.Groups["name"].Value != NamespaceOf(file));
        Assert.Empty(astray);
    }

    private static string NamespaceOf(string file) =>
        string.Join('.', Path.GetDirectoryName(file)!.Split(Path.DirectorySeparatorChar).Skip(1));

    private static IEnumerable<string> Looked()
    {
        Assert.True(Repository.TextFiles.Length > 40);
        return Repository.TextFiles;
    }

    [GeneratedRegex(@"\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b|Not" + "ImplementedException", RegexOptions.ExplicitCapture, 2_000)]
    private static partial Regex UnfinishedMark();

    [GeneratedRegex(@"\bSkip\s*=\s*\""|Thread\.Sleep" + @"\(", RegexOptions.ExplicitCapture, 2_000)]
    private static partial Regex SkippedOrSleeping();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline, 2_000)]
    private static partial Regex NamespaceLine();
}
