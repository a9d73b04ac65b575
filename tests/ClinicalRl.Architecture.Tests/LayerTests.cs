using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ClinicalRl.Architecture.Tests;

/// <summary>Dependencies point downwards only, and the pure projects stay pure: in the project files and in what was built.</summary>
public sealed class LayerTests
{
    /// <summary>What each project may reference of ours, directly. A new project needs a decision, hence a line here.</summary>
    private static readonly Dictionary<string, string[]> AllowedProjects = new(StringComparer.Ordinal)
    {
        ["ClinicalRl.Simulation"] = [],
        ["ClinicalRl.Statistics"] = [],
        ["ClinicalRl.Client"] = [],
        ["ClinicalRl.Rewards"] = ["ClinicalRl.Simulation"],
        ["ClinicalRl.Audit"] = ["ClinicalRl.Simulation", "ClinicalRl.Rewards"],
        ["ClinicalRl.Evaluation"] = ["ClinicalRl.Simulation", "ClinicalRl.Statistics", "ClinicalRl.Rewards"],
        ["ClinicalRl.Reports"] = ["ClinicalRl.Simulation", "ClinicalRl.Statistics", "ClinicalRl.Rewards", "ClinicalRl.Audit", "ClinicalRl.Evaluation"],
        ["ClinicalRl.Grains"] = ["ClinicalRl.Simulation", "ClinicalRl.Statistics", "ClinicalRl.Rewards", "ClinicalRl.Audit", "ClinicalRl.Evaluation", "ClinicalRl.Reports"],
        ["ClinicalRl.Service"] =
            ["ClinicalRl.Simulation", "ClinicalRl.Statistics", "ClinicalRl.Rewards", "ClinicalRl.Audit", "ClinicalRl.Evaluation", "ClinicalRl.Reports", "ClinicalRl.Grains"],
        ["ClinicalRl.Cli"] =
            ["ClinicalRl.Simulation", "ClinicalRl.Statistics", "ClinicalRl.Rewards", "ClinicalRl.Audit", "ClinicalRl.Evaluation", "ClinicalRl.Reports", "ClinicalRl.Grains", "ClinicalRl.Service", "ClinicalRl.Client"],
    };

    /// <summary>The packages of the projects that must stay free of servers, hosts and drivers.</summary>
    private static readonly Dictionary<string, string[]> AllowedPackages = new(StringComparer.Ordinal)
    {
        ["ClinicalRl.Simulation"] = ["YamlDotNet"],
        ["ClinicalRl.Rewards"] = ["YamlDotNet"],
        ["ClinicalRl.Statistics"] = ["MathNet.Numerics"],
        ["ClinicalRl.Audit"] = ["Azure.Storage.Blobs"],
        ["ClinicalRl.Evaluation"] = [],
        ["ClinicalRl.Reports"] = ["PdfPig"],
        ["ClinicalRl.Client"] = ["Microsoft.Extensions.Http.Resilience"],
    };

    private static readonly string[] ServerAssemblies =
        ["Orleans", "Microsoft.Orleans", "Microsoft.AspNetCore", "Microsoft.Data.", "System.Data.SqlClient", "System.Data.SQLite", "SQLitePCLRaw", "Npgsql", "Azure."];

    /// <summary>Assemblies as built beside this test, keyed by the project that makes them.</summary>
    private static readonly Dictionary<string, string> AssemblyNames = new(StringComparer.Ordinal) { ["ClinicalRl.Cli"] = "clinicalrl" };

    public static TheoryData<string> Projects => [.. Repository.SourceProjects.Select(project => project.Name)];

    public static TheoryData<string> LightProjects => [.. Repository.SourceProjects.Select(project => project.Name).Where(AllowedPackages.ContainsKey)];

    [Fact]
    public void Rules_LookAtEveryProject_AndEveryProjectHasARule()
    {
        Assert.True(Repository.SourceProjects.Length >= 8);
        Assert.All(Repository.SourceProjects, project => Assert.Contains(project.Name, AllowedProjects.Keys));
        Assert.Contains(Repository.SourceProjects, project => project.Projects.Length > 0);
        Assert.True(LightProjects.Count >= 5);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void ProjectFile_ReferencesOnlyWhatLiesBelow(string name)
    {
        var project = Find(name);
        Assert.All(project.Projects, reference => Assert.Contains(reference, AllowedProjects[name]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void BuiltAssembly_ReferencesOnlyWhatLiesBelow(string name)
    {
        var references = References(name);
        Assert.Contains("System.Runtime", references);
        Assert.All(references.Where(IsOurs), reference => Assert.Contains(reference, AllowedProjects[name]));
    }

    [Theory]
    [MemberData(nameof(LightProjects))]
    public void ProjectFile_AsksOnlyForAllowedPackages_WhenPure(string name)
    {
        var project = Find(name);
        Assert.All(project.Packages, package => Assert.Contains(package, AllowedPackages[name]));
    }

    [Theory]
    [MemberData(nameof(LightProjects))]
    public void BuiltAssembly_ReferencesNoServerHostOrDriver_WhenPure(string name)
    {
        var forbidden = name == "ClinicalRl.Audit" ? ServerAssemblies[..^1] : ServerAssemblies;
        var references = References(name);
        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.DoesNotContain(forbidden, prefix => reference.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void Audit_ReferencesOfAzureOnlyBlobs()
    {
        string[] blobs = ["Azure.Storage.Blobs", "Azure.Storage.Common", "Azure.Core"];
        Assert.All(References("ClinicalRl.Audit").Where(reference => reference.StartsWith("Azure.", StringComparison.Ordinal)), reference => Assert.Contains(reference, blobs));
    }

    [Fact]
    public void TestProjects_AreNeverReferencedBySource()
    {
        var tests = Repository.TestProjects.Select(project => project.Name).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(tests);
        Assert.All(Repository.SourceProjects, project => Assert.DoesNotContain(project.Projects, tests.Contains));
    }

    private static bool IsOurs(string assembly) => assembly.StartsWith("ClinicalRl.", StringComparison.Ordinal);

    private static SourceProject Find(string name) => Repository.SourceProjects.Single(project => project.Name == name);

    private static List<string> References(string project)
    {
        var path = Path.Combine(AppContext.BaseDirectory, AssemblyNames.GetValueOrDefault(project, project) + ".dll");
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
