using System.Text.Json;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Service.OpenEnv.Messages;

namespace ClinicalRl.Service.OpenEnv.Sessions;

/// <summary>An episode that exists.</summary>
/// <param name="Grain">Where it lives.</param>
/// <param name="Round">Which use of its name it is, from 0.</param>
/// <param name="Description">Its own description.</param>
internal sealed record FoundEpisode(IEpisodeGrain Grain, int Round, EpisodeReply Description);

/// <summary>Finds episodes of one tenant by the names clients gave them.</summary>
internal sealed class EpisodeFinder(IGrainFactory grains, string tenant)
{
    /// <summary>How often one name may be used again.</summary>
    public const int MaxRounds = 1 << 20;

    /// <summary>The episode of an id.</summary>
    public IEpisodeGrain Grain(string id) => grains.GetGrain<IEpisodeGrain>(new EpisodeKey(tenant, id).ToString());

    /// <summary>
    /// The latest episode called <paramref name="name"/> in an environment; null when there is none. A name is used again only after its
    /// episode ended, so an unfinished one is the latest, and the number of rounds is found by doubling and halving.
    /// </summary>
    public async ValueTask<(FoundEpisode? Found, Refusal? Refusal)> LatestAsync(string environment, string name)
    {
        var (latest, refusal) = await LookAsync(environment, name, 0);
        if (refusal is not null || latest is null || !latest.Description.Ended)
            return (latest, refusal);
        var missing = 0;
        for (var round = 1; missing == 0; round = Math.Min((round * 2) + 1, MaxRounds))
        {
            var (found, failed) = await LookAsync(environment, name, round);
            if (failed is not null || found is { Description.Ended: false })
                return (found, failed);
            if (found is null)
                missing = round;
            else if (round == MaxRounds)
                return (found, null);
            latest = found ?? latest;
        }

        while (missing - latest.Round > 1)
        {
            var (found, failed) = await LookAsync(environment, name, (missing + latest.Round) / 2);
            if (failed is not null || found is { Description.Ended: false })
                return (found, failed);
            if (found is null)
                missing = (missing + latest.Round) / 2;
            latest = found ?? latest;
        }

        return (latest, null);
    }

    private async ValueTask<(FoundEpisode? Found, Refusal? Refusal)> LookAsync(string environment, string name, int round)
    {
        var grain = Grain(EpisodeNames.IdOf(environment, name, round));
        var description = await grain.DescribeAsync();
        if (description.Outcome == EpisodeOutcome.NotFound)
            return (null, null);
        if (description.Outcome is not (EpisodeOutcome.Done or EpisodeOutcome.Replayed))
            return (null, Refusal.Of(description));
        return IsOf(description.Body.Span, environment)
            ? (new FoundEpisode(grain, round, description), null)
            : (null, new Refusal(RefusalKind.Conflict, $"Episode '{WireJson.Shorten(name)}' is one of another environment."));
    }

    private static bool IsOf(ReadOnlySpan<byte> description, string environment)
    {
        var reader = new Utf8JsonReader(description, WireJson.Reading);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isEnvironment = reader.ValueTextEquals("environment"u8);
            reader.Read();
            if (isEnvironment)
                return reader.ValueTextEquals(environment);
            reader.Skip();
        }

        return false;
    }
}
