using System.Collections.Immutable;
using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Randomness;

namespace ClinicalRl.Simulation.EdHandover.Scenarios;

/// <summary>A stay while it is being drawn: who and what first, then what is true, what the record makes of it, and what the receiving team will do.</summary>
internal sealed partial class StayDraft
{
    private const int StartStepMinutes = 5;
    private const int SyntheticNumbers = 999;   // numbers that begin so are never given to anyone

    private readonly HandoverContent content;
    private readonly ScenarioKey key;
    private readonly Load load;
    private readonly StayFamily family;
    private readonly StayTwin twin;
    private readonly int twinIndex;
    private readonly int start;
    private readonly int arrivalMinute;
    private readonly Person person;
    private readonly List<Slot> slots = new(20);
    private readonly List<RecordEntry> entries = new(40);
    private readonly List<CallNeed> calls = [];
    private RandomStream random;
    private int flags;
    private int flagsOnArrival;

    public StayDraft(HandoverContent content, ScenarioKey key, RandomStream stream)
    {
        (this.content, this.key, random) = (content, key, stream);
        load = content.Parameters.For(key.Difficulty);
        var familyIndex = random.Next(content.Families.Length);
        family = content.Families[familyIndex];
        twinIndex = PickTwin(random.Chance(load.Dangerous));
        twin = family.Twins[twinIndex];
        start = random.Next(ClockTimes.MinutesPerDay / StartStepMinutes) * StartStepMinutes;
        arrivalMinute = random.Between(content.Parameters.ArrivalMinute.Low, content.Parameters.ArrivalMinute.High);
        var number = DrawNhsNumber();
        person = DrawPerson(number);
        Fingerprint = SplitMix64.Mix(SplitMix64.Mix((ulong)number) ^ SplitMix64.Mix(((ulong)familyIndex << 32) | ((ulong)twinIndex << 24) | ((ulong)start << 8) | (uint)key.Difficulty));
    }

    public ulong Fingerprint { get; }

    public Stay Build()
    {
        var observations = DrawObservations(out var stale, out var trend);
        AddIdentity();
        AddSeverity(observations, stale, trend);
        AddAllergies();
        AddFacts();
        AddCommon();
        SetTraps(trend, stale);
        observations = AsCharted(observations);
        Record(observations);
        AddAsides();
        var (caller, verified) = DrawCaller();
        var instruction = AddInstruction();
        var questions = DrawQuestions();
        var (push, pushSlot) = DrawPush(trend);
        AddNeeds(observations[stale ? ^1 : ^2], trend);
        var hasArrival = slots.Exists(slot => slot.Since > 0);
        var stay = new Stay
        {
            Key = key,
            Family = family,
            Twin = twin,
            Person = person,
            Start = start,
            Slots = [.. slots],
            Entries = InOrder(),
            Observations = observations,
            IsStale = stale,
            Questions = questions,
            Push = push,
            PushSlot = pushSlot,
            PushTimes = push is null ? 0 : push.IsFair ? 1 : load.Pushes,
            Instruction = instruction,
            Caller = caller,
            CallMinute = random.Between(content.Parameters.CallMinute.Low, content.Parameters.CallMinute.High),
            CallerIsVerified = verified,
            ArrivalMinute = hasArrival ? arrivalMinute : int.MaxValue,
            Misreads = random.Chance(load.Misread),
            MisreadChoice = (uint)random.Next(int.MaxValue),
            Calls = [.. calls],
            Flags = flags,
            FlagsOnArrival = flagsOnArrival,
            Trend = trend,
            Fingerprint = Fingerprint,
            ExposedHazards = [],
        };
        return stay with { ExposedHazards = HazardExposure.Of(stay, content) };
    }

    private int PickTwin(bool dangerous)
    {
        Span<int> weights = stackalloc int[family.Twins.Length];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = family.Twins[i].IsDangerous == dangerous ? family.Twins[i].Weight : 0;
        return random.PickWeighted(weights);
    }

    /// <summary>Ten digits that end in the check digit modulo 11.</summary>
    private long DrawNhsNumber()
    {
        const int Free = 1_000_000;
        while (true)
        {
            var first = ((long)SyntheticNumbers * Free) + random.Next(Free);
            var (sum, rest) = (0L, first);
            for (var weight = 2; weight <= 10; weight++, rest /= 10)
                sum += rest % 10 * weight;
            var check = (11 - (sum % 11)) % 11;
            if (check != 10)
                return (first * 10) + check;
        }
    }

    private Person DrawPerson(long number)
    {
        var people = content.People;
        var ageMonths = random.Between(family.AgeMonths.Low, family.AgeMonths.High);
        var (year, month, day) = content.Parameters.StayDate;
        var months = (year * 12) + month - 1 - ageMonths;
        var born = (months / 12 * 10_000) + (((months % 12) + 1) * 100) + random.Between(1, day);
        var female = random.Chance(500);
        return new Person(
            random.Pick(people.Given) + " " + random.Pick(people.Surnames), ageMonths, born, number, family.Female ?? female, random.Pick(people.Ethnicities),
            random.Chance(people.LanguagePerMille) ? random.Pick(people.Languages) : null, random.Pick(people.Places), random.Pick(people.Passwords));
    }

    private ImmutableArray<RecordEntry> InOrder()
    {
        var ordered = entries.ToArray();
        var keys = new int[ordered.Length];
        for (var i = 0; i < ordered.Length; i++)
        {
            // Oldest first: minutes before the start, turned round the clock; what arrives later comes last.
            var ago = (start - ordered[i].At + ClockTimes.MinutesPerDay) % ClockTimes.MinutesPerDay;
            keys[i] = (ordered[i].Section << 20) | (ordered[i].Since > 0 ? 1 << 19 : (ClockTimes.MinutesPerDay - ago) << 6) | i;
        }

        Array.Sort(keys, ordered);
        return ImmutableArray.Create(ordered);
    }
}
