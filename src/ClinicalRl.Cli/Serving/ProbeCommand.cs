using System.CommandLine;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Service.Hosting;

namespace ClinicalRl.Cli.Serving;

/// <summary><c>clinicalrl probe</c>: asks a service whether it answers; the health check of the container image, which has no other program.</summary>
internal static class ProbeCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(8);

    public static Command Create(CliContext context)
    {
        var url = SharedOptions.Url($"Address of the service; {ServiceOptions.DefaultUrl} by default.");
        var ready = new Option<bool>("--ready") { Description = "Ask whether it is ready for callers, not only whether it answers." };
        var command = new Command("probe", "Ask a service whether it answers: exit code 0 if so, 1 if not.") { url, ready };
        command.SetAction(async (parsed, cancel) =>
        {
            using var http = new HttpClient { BaseAddress = parsed.GetValue(url) ?? new Uri(ServiceOptions.DefaultUrl), Timeout = Limit };
            try
            {
                using var answer = await http.GetAsync(new Uri(parsed.GetValue(ready) ? "/readyz" : "/healthz", UriKind.Relative), cancel);
                await context.Output.WriteLineAsync(await answer.Content.ReadAsStringAsync(cancel));
                return answer.IsSuccessStatusCode ? ExitCodes.Success : ExitCodes.Failure;
            }
            catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
            {
                await context.Errors.WriteLineAsync($"clinicalrl: {http.BaseAddress} does not answer.");
                return ExitCodes.Failure;
            }
        });
        return command;
    }
}
