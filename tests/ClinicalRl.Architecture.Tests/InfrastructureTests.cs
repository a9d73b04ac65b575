using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ClinicalRl.Architecture.Tests;

/// <summary>The Bicep files, by Bicep's own compiler.</summary>
public sealed class InfrastructureTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Path.Combine(Repository.Root, "infra"), "*.bicep").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Bicep_CompilesWithoutWarnings(string file)
    {
        var (exit, _, said) = await CompileAsync("build", file, "--stdout");
        Assert.Equal((0, ""), (exit, said));
        (exit, _, said) = await CompileAsync("lint", file);
        Assert.Equal((0, ""), (exit, said));
    }

    [Fact]
    public async Task Storage_KeepsWhatIsWritten()
    {
        var (_, template, _) = await CompileAsync("build", "storage.bicep", "--stdout");
        var resources = JsonElement.Parse(template).GetProperty("resources").EnumerateArray().ToList();
        var account = Properties("Microsoft.Storage/storageAccounts");
        Assert.False(account.GetProperty("allowSharedKeyAccess").GetBoolean());
        Assert.False(account.GetProperty("allowBlobPublicAccess").GetBoolean());
        var immutability = account.GetProperty("immutableStorageWithVersioning");
        Assert.True(immutability.GetProperty("enabled").GetBoolean());
        Assert.Equal("[parameters('retentionDays')]", immutability.GetProperty("immutabilityPolicy").GetProperty("immutabilityPeriodSinceCreationInDays").GetString());
        Assert.Equal("[parameters('immutability')]", immutability.GetProperty("immutabilityPolicy").GetProperty("state").GetString());
        Assert.True(Properties("Microsoft.Storage/storageAccounts/blobServices").GetProperty("isVersioningEnabled").GetBoolean());
        Assert.Equal("None", Properties("Microsoft.Storage/storageAccounts/blobServices/containers").GetProperty("publicAccess").GetString());
        var rights = Properties("Microsoft.Authorization/roleDefinitions").GetProperty("permissions")[0].GetProperty("dataActions").EnumerateArray().Select(action => action.GetString()!).ToList();
        Assert.DoesNotContain(rights, right => right.EndsWith("/delete", StringComparison.Ordinal) || right.Contains('*', StringComparison.Ordinal));

        JsonElement Properties(string type) => resources.Single(resource => resource.GetProperty("type").GetString() == type).GetProperty("properties");
    }

    private static async Task<(int Exit, string Output, string Said)> CompileAsync(string command, string file, params string[] options)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture is System.Runtime.InteropServices.Architecture.X64, "The compiler that is fetched runs on Linux, x64.");
        var compiler = typeof(InfrastructureTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "BicepCompiler").Value!;
        var start = new ProcessStartInfo(compiler, [command, Path.Combine(Repository.Root, "infra", file), .. options]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var (output, said) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, (await said).Trim());
    }
}
