using System.Net;
using ClinicalRl.Service.Hosting;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Tenancy;

/// <summary>
/// Whether a caller without a key acts as tenant <c>dev</c>: only in the Development profile, and only from this very machine.
/// </summary>
public sealed class AnonymousUse
{
    private readonly bool allowed;

    /// <summary>Throws <see cref="OptionsValidationException"/> when it is asked for where it is refused.</summary>
    public AnonymousUse(IOptions<ServiceOptions> options, IHostEnvironment environment, IConfiguration configuration)
    {
        var asked = options.Value.AllowAnonymous;
        var refusal = Refusal(environment, configuration);
        if (asked is true && refusal is not null)
            throw new OptionsValidationException(nameof(ServiceOptions.AllowAnonymous), typeof(ServiceOptions), ["ClinicalRl:AllowAnonymous is refused: " + refusal]);
        allowed = (asked ?? true) && refusal is null;
    }

    /// <summary>
    /// Whether this request may come without a key. Both ends must be loopback and the Host header must say so too, lest a web page reach
    /// the service by a name it made point here.
    /// </summary>
    public bool Allows(HttpContext context) =>
        allowed && IsLoopback(context.Connection.LocalIpAddress) && IsLoopback(context.Connection.RemoteIpAddress) && IsLoopback(context.Request.Host.Host);

    private static string? Refusal(IHostEnvironment environment, IConfiguration configuration)
    {
        if (!environment.IsDevelopment())
            return $"the profile is {environment.EnvironmentName}, not Development.";
        var urls = configuration[WebHostDefaults.ServerUrlsKey] ?? "";
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!IsLoopback(BindingAddress.Parse(url).Host))
                return $"the address {url} is not loopback.";
        }

        var anyPorts = !string.IsNullOrEmpty(configuration[WebHostDefaults.HttpPortsKey]) || !string.IsNullOrEmpty(configuration[WebHostDefaults.HttpsPortsKey]);
        return urls.Length == 0 && (anyPorts || configuration.GetSection("Kestrel:Endpoints").Exists())
            ? "the address is given by ports or endpoints; give loopback addresses by --urls."
            : null;
    }

    // The listener's own addresses are missing only under an in-memory server, where nothing can come from elsewhere.
    private static bool IsLoopback(IPAddress? address) => address is null || IPAddress.IsLoopback(address);

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
