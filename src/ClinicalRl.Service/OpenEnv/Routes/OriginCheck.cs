using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.OpenEnv.Routes;

/// <summary>
/// Keeps web pages of other sites from acting with credentials that a browser adds by itself. Programs send no origin and always pass.
/// </summary>
internal sealed class OriginCheck(IOptions<OpenEnvOptions> options)
{
    /// <summary>What a refused page is told.</summary>
    public const string Refusal = "Pages of this origin may not act here.";

    /// <summary>Whether the request comes from no page, from a page of this very host, or from an allowed origin.</summary>
    public bool Allows(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || options.Value.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase))
            return true;
        return Uri.TryCreate(origin, UriKind.Absolute, out var page)
            && string.Equals(page.Authority, context.Request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
