using ClinicalRl.Service.Hosting;
using Scalar.AspNetCore;

namespace ClinicalRl.Service.Pages;

/// <summary>Pages for people: the landing page and the documentation.</summary>
internal static class PagesApi
{
    private const string Landing = """
        <!doctype html>
        <html lang="en-GB">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>ClinicalRl</title>
        <style>body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 42rem; margin: 4rem auto; padding: 0 1rem; color: #1c2b33 } a { color: #005eb8 }</style>
        <h1>ClinicalRl</h1>
        <p>Clinical reinforcement-learning environments over HTTP. An agent plays a simulated UK clinical workflow, step by step, and every reward comes with its reasons.</p>
        <ul>
          <li><a href="/docs">Documentation of the API</a>, and the same as <a href="/openapi/v1.json">OpenAPI 3.1</a></li>
          <li><a href="/v1/environments">Environments</a> and <a href="/v1/reward-functions">reward functions</a> (both need an API key)</li>
          <li><a href="/healthz">Is it alive?</a> <a href="/readyz">Is it ready?</a></li>
        </ul>
        <p><strong>Synthetic. Reward functions are drafts that no clinician has signed. Not for the care of patients.</strong></p>
        </html>
        """;

    /// <summary>Maps <c>/</c>, <c>/docs</c> and <c>/openapi/v1.json</c>.</summary>
    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => TypedResults.Content(Landing, "text/html; charset=utf-8")).Public().ExcludeFromDescription();
        routes.MapOpenApi("/openapi/{documentName}.json").Public();
        routes.MapScalarApiReference("/docs", options =>
        {
            options.Title = "ClinicalRl";
            options.DefaultFonts = false;   // they would be fetched from elsewhere
            options.Telemetry = false;
            options.Agent = new ScalarAgentOptions { Disabled = true };   // nothing on this page talks to anyone but this service
            options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            options.HideClientButton = true;
            options.DynamicBaseServerUrl = true;
            options.EnabledClients = [ScalarClient.Curl, ScalarClient.Python3, ScalarClient.Requests, ScalarClient.HttpClient];
            options.EnabledTargets = [ScalarTarget.Shell, ScalarTarget.Python, ScalarTarget.CSharp];
            options.OpenApiRoutePattern = "/openapi/v1.json";
        }).Public();
    }
}
