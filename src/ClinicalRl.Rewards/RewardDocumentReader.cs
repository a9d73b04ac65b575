using System.Collections.Immutable;
using ClinicalRl.Rewards.Linting;
using ClinicalRl.Rewards.Predicates;
using ClinicalRl.Rewards.Yaml;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Rewards;

/// <summary>Reads the members of a reward document from its tree. What is wrong is a finding; the document is then not to be used.</summary>
internal sealed class RewardDocumentReader
{
    /// <summary>Longest id, characters.</summary>
    public const int MaxIdLength = 64;

    /// <summary>Highest weight.</summary>
    public const double MaxWeight = 10;

    private static readonly string[] CategoryWords = [.. SafetyCategories.All.Select(category => category.ToString())];

    private static readonly string[] SeverityWords = Enum.GetNames<Severity>();

    private readonly FindingList findings;

    private RewardDocumentReader(FindingList findings) => this.findings = findings;

    /// <summary>The document; to be used only when <paramref name="findings"/> has no error.</summary>
    public static RewardDocument Read(YamlNode root, ReadOnlyMemory<byte> bytes, string hash, FindingList findings) =>
        new RewardDocumentReader(findings).ReadDocument(root, bytes, hash);

    private RewardDocument ReadDocument(YamlNode root, ReadOnlyMemory<byte> bytes, string hash)
    {
        var members = new MemberReader(root, "a reward document", findings);
        var document = new RewardDocument
        {
            Bytes = bytes,
            Hash = hash,
            Id = members.Word("id", IsKebabCase, "lower-case words joined by hyphens").Value,
            Version = ReadVersion(members),
            Title = members.Text("title"),
            Environment = members.Word("environment", IsKebabCase, "the id of an environment"),
            EnvironmentVersions = ReadVersionRange(members),
            IntendedUse = members.Text("intendedUse"),
            Author = ReadAuthor(members),
            Notice = members.Text("notice"),
            Sources = ReadSources(members),
            Neutral = (NeutralStep)ReadNestedChoice(members, "step", "neutral", ["zero", "carry"]),
            Aggregate = (EpisodeAggregate)ReadNestedChoice(members, "episode", "aggregate", ["mean", "severity-weighted"]),
            ExploitCeiling = members.Number("exploitCeiling", 0, 1, required: true) ?? 1,
            ExploitCeilingAt = members.PlaceOf("exploitCeiling") ?? members.At,
            Criteria = [.. members.List("criteria", required: true).Select(ReadCriterion)],
            CriteriaAt = members.Find("criteria", required: false)?.At ?? members.At,
        };
        members.RefuseOthers();
        return document;
    }

    private static SemanticVersion ReadVersion(MemberReader members)
    {
        var text = members.Word("version", word => SemanticVersion.TryParse(word, out _), "three whole numbers such as 1.0.0").Value;
        return SemanticVersion.TryParse(text, out var version) ? version : default;
    }

    private static Located<VersionRange> ReadVersionRange(MemberReader members)
    {
        var text = members.Word("environmentVersions", word => VersionRange.Parse(word) is not null, "bounds such as \">=1.0.0 <2.0.0\"");
        return new Located<VersionRange>(VersionRange.Parse(text.Value) ?? VersionRange.Parse("=0.0.0")!, text.At);
    }

    private RewardAuthor ReadAuthor(MemberReader members)
    {
        if (members.Find("author", required: true) is not { } node)
            return new RewardAuthor("", "");
        var author = new MemberReader(node, "'author'", findings);
        var read = new RewardAuthor(author.Text("name"), author.Text("role"), ReadRegister(author), author.OptionalText("number"));
        if (read.Register is null != read.Number is null)
            findings.Add(node.At, "missing-member", "'author' has both 'register' and 'number', or neither");
        author.RefuseOthers();
        return read;
    }

    private static string? ReadRegister(MemberReader author)
    {
        var index = author.Choice("register", ProfessionalRegisters.Words, required: false, absent: -1);
        return index < 0 ? null : ProfessionalRegisters.Words[index];
    }

    private int ReadNestedChoice(MemberReader members, string name, string inner, string[] words)
    {
        if (members.Find(name, required: false) is not { } node)
            return 0;
        var nested = new MemberReader(node, $"'{name}'", findings);
        var index = nested.Choice(inner, words, required: true, absent: 0);
        nested.RefuseOthers();
        return index;
    }

    private ImmutableArray<RewardSource> ReadSources(MemberReader members)
    {
        var sources = new List<RewardSource>();
        foreach (var node in members.List("sources", required: false))
        {
            var source = new MemberReader(node, "a source", findings);
            var id = source.Word("id", IsId, "a word of letters, digits, dots, hyphens and underscores");
            if (id.Value.Length > 0 && sources.Exists(earlier => earlier.Id == id.Value))
                findings.Add(id.At, "duplicate-id", $"source '{id.Value}' is listed twice");
            sources.Add(new RewardSource(
                id.Value,
                source.Text("publisher"),
                source.Text("title"),
                source.Text("version"),
                source.Word("date", IsDate, "a year, year-month or date such as 2017-12-19").Value,
                source.Flag("verified"),
                id.At));
            source.RefuseOthers();
        }

        return [.. sources];
    }

    private Criterion ReadCriterion(YamlNode node)
    {
        var members = new MemberReader(node, "a criterion", findings);
        var id = members.Word("id", IsId, "a word of letters, digits, dots, hyphens and underscores");
        var statement = members.Text("statement");
        var category = ReadCategory(members);
        var also = members.Words("also", required: false).Select(word => (SafetyCategory)(members.IndexOf(word, "also", CategoryWords) + 1)).ToImmutableArray();
        var severity = (Severity)members.Choice("severity", SeverityWords, required: true, absent: 0);
        var criterion = new Criterion
        {
            Id = id.Value,
            At = id.At,
            Statement = statement,
            Category = category,
            Also = also,
            Severity = severity,
            Weight = ReadWeight(members, severity),
            WeightAt = members.PlaceOf("weight") ?? id.At,
            Judge = ReadLocated(members, "judge", required: true, single: true),
            Applies = ReadPredicate(members, "applies", required: false),
            Met = ReadPredicate(members, "met", required: true)!,
            Partly = ReadPredicate(members, "partly", required: false),
            Gate = ReadGate(members),
            GateAt = members.PlaceOf("gate") ?? id.At,
            Sources = ReadLocated(members, "sources", required: false, single: false),
            Verified = members.Flag("verified"),
        };
        members.RefuseOthers();
        return criterion;
    }

    private SafetyCategory ReadCategory(MemberReader members)
    {
        if (members.PlaceOf("category") is null && members.PlaceOf("severity") is { } severityAt)
        {
            members.Find("category", required: false);
            findings.Add(severityAt, "severity-without-category", "a criterion with a severity needs a 'category', CS01 to CS10");
            return SafetyCategory.CS01;
        }

        return (SafetyCategory)(members.Choice("category", CategoryWords, required: true, absent: 0) + 1);
    }

    private double ReadWeight(MemberReader members, Severity severity)
    {
        if (members.Number("weight", 0, MaxWeight, required: false, "weight-out-of-range") is not { } weight)
            return severity.DefaultWeight();
        var at = members.Find("weight", required: false)!.At;
        if (severity == Severity.S0 && weight > 0)
            findings.Add(at, "weight-without-severity", "a criterion of severity S0 does no harm when not met, so it carries no weight");
        if (!Scoring.WeightUnits.IsWhole(weight))
            findings.Add(at, "weight-too-fine", "a weight has at most three decimals");
        return weight;
    }

    private static ImmutableArray<Located<string>> ReadLocated(MemberReader members, string name, bool required, bool single) =>
        [.. members.Words(name, required, single).Select(word => new Located<string>(word.Value, word.At))];

    private Predicate? ReadPredicate(MemberReader members, string name, bool required)
    {
        if (members.Scalar(name, required, Predicate.MaxLength) is not { } text)
            return null;
        try
        {
            return new Predicate(text.Value, PredicateParser.Parse(text.Value), text.Place);
        }
        catch (PredicateSyntaxException wrong)
        {
            findings.Add(text.Place.PositionOf(text.Value, wrong.Offset), "not-a-predicate", $"'{name}': {wrong.Message}");
            return null;
        }
    }

    private Gate? ReadGate(MemberReader members)
    {
        if (members.Find("gate", required: false) is not { } node)
            return null;
        var gate = new MemberReader(node, "'gate'", findings);
        var read = new Gate(ReadCap(gate), (GateScope)gate.Choice("scope", ["step", "episode"], required: true, absent: 0));
        gate.RefuseOthers();
        return read;
    }

    private double ReadCap(MemberReader gate)
    {
        var cap = gate.Number("cap", 0, 1, required: true, "cap-out-of-range") ?? 0;
        if (cap >= 1)
            findings.Add(gate.Find("cap", required: false)!.At, "cap-out-of-range", "a cap of 1 caps nothing; it is at least 0 and below 1");
        return cap;
    }

    private static bool IsKebabCase(string text) =>
        IsId(text) && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && text[^1] != '-' && !text.Contains("--", StringComparison.Ordinal);

    private static bool IsId(string text) =>
        text.Length is > 0 and <= MaxIdLength && char.IsAsciiLetterOrDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static bool IsDate(string text)
    {
        var parts = text.Split('-');
        return parts.Length <= 3 && parts[0].Length == 4 && parts.Skip(1).All(part => part.Length == 2)
            && parts.All(part => part.All(char.IsAsciiDigit)) && HasDay(parts);
    }

    private static bool HasDay(string[] parts)
    {
        var numbers = parts.Select(part => int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var month = numbers.Length > 1 ? numbers[1] : 1;
        var day = numbers.Length > 2 ? numbers[2] : 1;
        return numbers[0] >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(numbers[0], month);
    }
}
