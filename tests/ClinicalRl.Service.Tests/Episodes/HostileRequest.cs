using System.Text;

namespace ClinicalRl.Service.Tests.Episodes;

/// <summary>A request that must be refused, and how.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Path">Where it goes; <c>{running}</c> and <c>{ended}</c> stand for episodes.</param>
/// <param name="Body">What it carries.</param>
/// <param name="Status">The documented status.</param>
/// <param name="Problem">The documented problem.</param>
/// <param name="Field">The field that the problem names, or null when it names none.</param>
public sealed record HostileRequest(string Name, string Path, byte[] Body, int Status, string Problem, string? Field)
{
    public string Method { get; init; } = "POST";

    public string? ContentType { get; init; } = "application/json";

    public string? IdempotencyKey { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    public static HostileRequest Create(string name, string body, string? field) => new(name, "/v1/episodes", Utf8(body), 400, "invalid-request", field);

    public static HostileRequest Step(string name, string body, string? field, int status = 400, string problem = "invalid-request") =>
        new(name, "/v1/episodes/{running}/steps", Utf8(body), status, problem, field);

    public static HostileRequest Fork(string name, string body, string? field) => new(name, "/v1/episodes/{running}/forks", Utf8(body), 400, "invalid-request", field);

    public static HostileRequest Batch(string name, string path, string body, string? field) => new(name, "/v1/batch/" + path, Utf8(body), 400, "invalid-request", field);

    public static HostileRequest LedgerQuery(string name, string path, string? field) => new(name, "/v1/ledger/" + path, [], 400, "invalid-request", field) { Method = "GET" };

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
