using System.Collections;
using System.ComponentModel;
using System.Reflection;
using ClinicalRl.Grains.Hosting;
using ClinicalRl.Service.Cluster;
using ClinicalRl.Service.OpenEnv;
using ClinicalRl.Service.People;
using ClinicalRl.Service.Signing;
using ClinicalRl.Service.Telemetry;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Hosting;

/// <summary>One setting of section <c>ClinicalRl</c>.</summary>
/// <param name="Key">Its whole name, such as <c>ClinicalRl:SiloPort</c>.</param>
/// <param name="Property">The property it fills.</param>
/// <param name="Default">Its value when nobody gives one; null for none.</param>
public sealed record Setting(string Key, PropertyInfo Property, object? Default)
{
    /// <summary>Whether it takes several values, under <c>:0</c>, <c>:1</c> and so on.</summary>
    public bool IsList => Type != typeof(string) && Type.IsAssignableTo(typeof(IEnumerable));

    /// <summary>Type of a value.</summary>
    public Type Type => Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

    internal bool CanRead(string value) => Type == typeof(string) || IsList || TypeDescriptor.GetConverter(Type).IsValid(value);
}

/// <summary>Every setting there is; the table in <c>infra/settings.md</c> is made of it, and a configuration is compared with it at start.</summary>
public static class Settings
{
    /// <summary>Letters by which a name may differ from the one that was probably meant.</summary>
    private const int MaxSlips = 3;

    private static readonly (string Section, Type Options)[] Sources =
    [
        (ServiceOptions.Section, typeof(ServiceOptions)),
        (ServiceOptions.Section, typeof(GrainsOptions)),
        (ServiceOptions.Section, typeof(Cluster.ClusterOptions)),
        (ServiceOptions.Section, typeof(FirstKeyOptions)),
        (AcceptedRisks.Section, typeof(AcceptedRisks)),
        (BlobOptions.Section, typeof(BlobOptions)),
        (RequestLimits.Section, typeof(RequestLimits)),
        (OpenEnvOptions.Section, typeof(OpenEnvOptions)),
        (PeopleOptions.Section, typeof(PeopleOptions)),
        (TelemetryOptions.Section, typeof(TelemetryOptions)),
        (SigningOptions.Section, typeof(SigningOptions)),
    ];

    /// <summary>The option classes whose properties they are.</summary>
    public static IReadOnlyList<Type> OptionTypes { get; } = [.. Sources.Select(source => source.Options)];

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        .. Sources.SelectMany(source => Of(source.Section, source.Options)).DistinctBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase)
            .OrderBy(setting => setting.Key.Count(letter => letter == ':')).ThenBy(setting => setting.Key, StringComparer.Ordinal),
    ];

    /// <summary>Refuses values that cannot be read.</summary>
    /// <exception cref="OptionsValidationException">At least one cannot.</exception>
    public static void RequireReadable(IConfiguration configuration)
    {
        string[] wrong = [.. All.Where(setting => configuration[setting.Key] is { Length: > 0 } value && !setting.CanRead(value)).Select(setting => $"{setting.Key} must be {Words(setting.Type)}.")];
        if (wrong.Length > 0)
            throw new OptionsValidationException(ServiceOptions.Section, typeof(ServiceOptions), wrong);
    }

    /// <summary>What is configured under <c>ClinicalRl</c> and is no setting, each with the one that was probably meant, or null.</summary>
    public static IEnumerable<(string Key, string? Meant)> Unknown(IConfiguration configuration) => configuration.GetSection(ServiceOptions.Section).AsEnumerable()
        .Where(pair => !string.IsNullOrEmpty(pair.Value) && !IsKnown(pair.Key))
        .Select(pair => pair.Key).Order(StringComparer.Ordinal)
        .Select(key => (key, All.Select(setting => (setting.Key, Slips: SlipsBetween(setting.Key, key))).Where(near => near.Slips <= MaxSlips).OrderBy(near => near.Slips).Select(near => near.Key).FirstOrDefault()));

    private static IEnumerable<Setting> Of(string section, Type options)
    {
        var defaults = Activator.CreateInstance(options);
        return options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => new Setting(section + ":" + property.Name, property, property.GetValue(defaults)));
    }

    private static bool IsKnown(string key) => All.Any(setting => key.Equals(setting.Key, StringComparison.OrdinalIgnoreCase)
        || (setting.IsList && key.StartsWith(setting.Key + ":", StringComparison.OrdinalIgnoreCase)));

    private static string Words(Type type) => type == typeof(bool) ? "true or false" : type == typeof(int) ? "a whole number" : type == typeof(double) ? "a number" : type.Name;

    /// <summary>Levenshtein's distance, upper and lower case being the same.</summary>
    private static int SlipsBetween(string one, string other)
    {
        var before = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 0; i < one.Length; i++)
        {
            var now = new int[before.Length];
            now[0] = i + 1;
            for (var j = 0; j < other.Length; j++)
            {
                var differs = char.ToUpperInvariant(one[i]) == char.ToUpperInvariant(other[j]) ? 0 : 1;
                now[j + 1] = Math.Min(Math.Min(now[j], before[j + 1]) + 1, before[j] + differs);
            }

            before = now;
        }

        return before[^1];
    }
}

/// <summary>Names, at start, what is configured and nobody reads. The start goes on: a version that is rolled back to must not stop at a later one's settings.</summary>
internal sealed partial class UnknownSettings(IConfiguration configuration, ILogger<UnknownSettings> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (key, meant) in Settings.Unknown(configuration))
        {
            if (meant is null)
                LogUnknown(logger, key);
            else
                LogMisspelt(logger, key, meant);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message = "There is no setting {Key}; it does nothing.")]
    private static partial void LogUnknown(ILogger logger, string key);

    [LoggerMessage(Level = LogLevel.Warning, Message = "There is no setting {Key}; it does nothing. Was {Meant} meant?")]
    private static partial void LogMisspelt(ILogger logger, string key, string meant);
}
