using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using ClinicalRl.Service.Hosting;

namespace ClinicalRl.Architecture.Tests;

/// <summary>The Bicep files, by Bicep's own compiler.</summary>
public sealed class InfrastructureTests
{
    public static TheoryData<string> Files => [.. Found("*.bicep")];

    public static TheoryData<string> Parameters => [.. Found("*.bicepparam")];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Bicep_CompilesWithoutWarnings(string file)
    {
        var (exit, _, said) = await CompileAsync("build", file, "--stdout");
        Assert.Equal((0, ""), (exit, said));
        (exit, _, said) = await CompileAsync("lint", file);
        Assert.Equal((0, ""), (exit, said));
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public async Task Parameters_FitTheirFile(string file)
    {
        var (exit, _, said) = await CompileAsync("build-params", file, "--stdout");
        Assert.Equal((0, ""), (exit, said));
    }

    [Fact]
    public async Task Everything_ProvesItselfByIdentity_AndKeepsNoSecret()
    {
        var (_, platform, _) = await CompileAsync("build", "main.bicep", "--stdout");
        var (_, app, _) = await CompileAsync("build", "clinicalrl.bicep", "--stdout");
        Assert.All([platform, app], template =>
        {
            foreach (var secret in new[] { "listKeys", "listCredentials", "securestring", "sharedKey\":", "accountKey", "administratorLoginPassword", "Password=" })
                Assert.DoesNotContain(secret, template, StringComparison.OrdinalIgnoreCase);
        });
        foreach (var off in new[] { "\"passwordAuth\": \"Disabled\"", "\"adminUserEnabled\": false", "\"DisableLocalAuth\": true", "\"disableLocalAuth\": true" })
            Assert.Contains(off, platform, StringComparison.Ordinal);
        Assert.Equal(2, platform.Split("\"allowSharedKeyAccess\": false").Length - 1);
        Assert.Contains("\"curveName\": \"P-256\"", platform, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheApp_GivesTheServiceSettingsThatThereAre()
    {
        var (_, app, _) = await CompileAsync("build", "clinicalrl.bicep", "--stdout");
        var template = JsonElement.Parse(app).GetProperty("resources")[0].GetProperty("properties").GetProperty("template");
        var given = template.GetProperty("containers")[0].GetProperty("env").EnumerateArray().Select(setting => setting.GetProperty("name").GetString()!.Replace("__", ":", StringComparison.Ordinal)).Where(name => name.StartsWith("ClinicalRl:", StringComparison.Ordinal)).ToList();
        Assert.True(given.Count > 8);
        Assert.Empty(given.Except(Settings.All.Select(setting => setting.Key)));
        Assert.DoesNotContain(given, name => name.StartsWith("ClinicalRl:Accept:", StringComparison.Ordinal));
        Assert.DoesNotContain("11111", app.Split("\"ingress\"")[1].Split('}')[0], StringComparison.Ordinal);   // silos prove nothing to each other
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

    private static IEnumerable<string> Found(string pattern)
    {
        var folder = Path.Combine(Repository.Root, "infra");
        return Directory.GetFiles(folder, pattern, SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal);
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
