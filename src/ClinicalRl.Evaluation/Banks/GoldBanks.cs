using System.Collections.Immutable;

namespace ClinicalRl.Evaluation.Banks;

/// <summary>The banks of a service, found by environment.</summary>
public sealed class GoldBanks
{
    private readonly ImmutableSortedDictionary<string, (GoldBank Bank, ImmutableDictionary<string, GoldItem> Items)> banks;

    /// <summary>Of these banks, one for each environment.</summary>
    public GoldBanks(IEnumerable<GoldBank> banks) => this.banks = banks.ToImmutableSortedDictionary(
        bank => bank.Environment.Split('@')[0], bank => (bank, bank.Items.ToImmutableDictionary(item => item.Id, StringComparer.Ordinal)), StringComparer.Ordinal);

    /// <summary>Ids of the environments that have a bank.</summary>
    public IEnumerable<string> Environments => banks.Keys;

    /// <summary>The bank of an environment; null when there is none.</summary>
    public GoldBank? Find(string environment) => banks.TryGetValue(environment, out var found) ? found.Bank : null;

    /// <summary>Its items by id; empty when there is no bank.</summary>
    public ImmutableDictionary<string, GoldItem> Items(string environment) =>
        banks.TryGetValue(environment, out var found) ? found.Items : ImmutableDictionary<string, GoldItem>.Empty;
}
