using System.Net;
using System.Text;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Service.OpenEnv.Documents;

/// <summary>A page for people: how to play an environment over OpenEnv. No script, nothing loaded from elsewhere.</summary>
internal static class DocumentationPage
{
    /// <summary>HTML in UTF-8.</summary>
    public static byte[] Write(EnvironmentSpec spec)
    {
        var page = new StringBuilder();
        page.Append($"""
            <!doctype html>
            <html lang="en-GB">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Text(spec.Title)}: OpenEnv</title>
            <style>body{"{"}font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem{"}"}pre{"{"}overflow:auto;padding:1rem;background:#8881{"}"}td,th{"{"}text-align:left;vertical-align:top;padding:.3rem 1rem .3rem 0{"}"}</style>
            </head>
            <body>
            <h1>{Text(spec.Title)}</h1>
            <p>{Text(spec.Description)}</p>
            <p>Environment <code>{Text(spec.Id)}</code>, version {spec.Version}, at most {spec.MaxSteps} steps. Synthetic patients; rewards are drafts that no clinician has signed; not for the care of patients.</p>
            <h2>Play it</h2>
            <pre>from openenv import GenericEnvClient

            with GenericEnvClient(base_url="http://tenant:key@host/openenv/{Text(spec.Id)}").sync() as env:
                result = env.reset(seed=7)
                result = env.step({"{"}"tool": "{Text(spec.Tools[0].Name)}", "arguments": {"{"}…{"}"}{"}"})</pre>
            <p>The API key is the password of the address, or a Bearer token. Beside OpenEnv's own: <code>episode_id</code> with <code>resume</code> continues an
            episode after a lost connection; <code>reward_mode</code> is step, terminal or delta; <code>split</code>, <code>difficulty</code>,
            <code>reward_function</code>, <code>index</code>, <code>labels</code> and <code>environment_version</code> choose the episode; <code>POST /step</code> with an
            <code>episode_id</code> continues it over plain HTTP. See <a href="openapi.json">openapi.json</a> and <a href="schema">schema</a>.</p>
            <h2>Tools</h2>
            <table><tr><th>Tool</th><th>What it does</th><th>Arguments</th></tr>

            """);
        foreach (var tool in spec.Tools)
        {
            page.Append($"<tr><td><code>{Text(tool.Name)}</code></td><td>{Text(tool.Description)}</td><td>");
            page.AppendJoin("<br>", tool.Parameters.Select(parameter => $"<code>{Text(parameter.Name)}</code>{(parameter.Required ? "" : " (optional)")}: {Text(parameter.FullDescription)}"));
            page.Append("</td></tr>\n");
        }

        page.Append("</table>\n</body>\n</html>\n");
        return Encoding.UTF8.GetBytes(page.ToString());
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
