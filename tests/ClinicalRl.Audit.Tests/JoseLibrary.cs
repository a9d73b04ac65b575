using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ClinicalRl.Audit.Tests;

/// <summary>An independent JOSE library (npm jose), run by node.</summary>
internal static class JoseLibrary
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>What a script of this project, named relative to it, answers to <paramref name="input"/>.</summary>
    public static async Task<string> RunAsync(string script, string input) =>
        await RunAsync("node", [Path.Combine(Folder(), script), await RunAsync(Path.Combine(Folder(), "..", "install-jose"), [], "")], input);

    private static async Task<string> RunAsync(string program, IEnumerable<string> arguments, string input)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var limit = new CancellationTokenSource(Limit);
        await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
        process.StandardInput.Close();
        var said = process.StandardOutput.ReadToEndAsync(limit.Token);
        var problem = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode == 0 ? (await said).Trim() : throw new InvalidOperationException($"{program} failed: {await problem}");
    }

    private static string Folder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;
}
