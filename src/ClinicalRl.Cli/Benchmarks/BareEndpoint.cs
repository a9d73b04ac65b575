using System.Text.Json;
using System.Text.Json.Serialization;
using ClinicalRl.Cli.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClinicalRl.Cli.Benchmarks;

/// <summary>What a step over HTTP is compared with: Kestrel, a small JSON body in, 300 bytes of JSON out, nothing between.</summary>
internal static class BareEndpoint
{
    public const string Path = "/step";

    private const int TextLength = 235;

    private static readonly string Text = new('x', TextLength);

    public static async Task<int> RunAsync(string url, CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, BareJson.Default));
        await using var app = builder.Build();
        app.Urls.Add(url);
        app.MapPost(Path, Answer);
        await app.StartAsync(cancel);
        await app.WaitForShutdownAsync(cancel);
        return ExitCodes.Success;
    }

    private static BareAnswer Answer(BareStep step) => new("ep_bare", step.Step, Text, 0.5, Done: false);
}

/// <summary>The body in.</summary>
internal sealed record BareStep(int Step, JsonElement Action);

/// <summary>The body out: 300 bytes.</summary>
internal sealed record BareAnswer(string Episode, int Step, string Text, double Reward, bool Done);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(BareStep))]
[JsonSerializable(typeof(BareAnswer))]
internal sealed partial class BareJson : JsonSerializerContext;
