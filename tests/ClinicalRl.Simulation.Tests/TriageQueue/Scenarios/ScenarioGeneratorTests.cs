using System.Collections.Concurrent;
using System.Security.Cryptography;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.TriageQueue.Scenarios;

namespace ClinicalRl.Simulation.Tests.TriageQueue.Scenarios;

public sealed class ScenarioGeneratorTests
{
    private const int Many = 20_000;
    private const int FewestDistinct = 19_900;

    [Fact]
    public void Splits_NeverShareAScenario()
    {
        var train = Fingerprints(Split.Train, Many);
        var others = Fingerprints(Split.Validation, Many / 2).Concat(Fingerprints(Split.Heldout, Many / 2)).ToArray();
        Assert.True(train.Count >= FewestDistinct);
        Assert.Equal(Many, others.Length);
        Assert.DoesNotContain(others, fingerprint => train.Contains(fingerprint));
        Assert.All(train, fingerprint => Assert.Equal(Split.Train, ScenarioGenerator.SplitOf(fingerprint)));
        Assert.All(others, fingerprint => Assert.NotEqual(Split.Train, ScenarioGenerator.SplitOf(fingerprint)));
    }

    [Fact]
    public void SplitOf_GivesTrainingThreeQuarters_AndTheOthersAnEighthEach()
    {
        var splits = Enumerable.Range(0, 16).Select(value => ScenarioGenerator.SplitOf((ulong)value)).ToArray();
        Assert.Equal((12, 2, 2), (splits.Count(split => split == Split.Train), splits.Count(split => split == Split.Validation), splits.Count(split => split == Split.Heldout)));
    }

    [Theory]
    [InlineData(Difficulty.Easy)]
    [InlineData(Difficulty.Standard)]
    public void FirstObservations_Differ(Difficulty difficulty)
    {
        var distinct = new ConcurrentDictionary<UInt128, bool>();
        Parallel.For(0, Many, seed =>
        {
            var first = Triage.Environment.Reset(new ScenarioKey(Split.Train, (ulong)seed, difficulty));
            distinct.TryAdd(System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(first.Observation.Data.Span)), true);
        });
        Assert.True(distinct.Count >= FewestDistinct, $"{distinct.Count} distinct first observations");
    }

    [Theory]
    [InlineData(Difficulty.Easy)]
    [InlineData(Difficulty.Standard)]
    [InlineData(Difficulty.Hard)]
    public void Scenarios_HoldToTheirParameters(Difficulty difficulty)
    {
        var crowding = Triage.Content.Parameters.For(difficulty);
        for (var seed = 0UL; seed < 500; seed++)
        {
            var scenario = Triage.Environment.Generator.Generate(new ScenarioKey(Split.Train, seed, difficulty));
            Assert.InRange(scenario.Patients.Length, crowding.Arrivals.Low, Math.Min(crowding.Arrivals.High, TriageScenario.MostPatients));
            Assert.InRange(scenario.Patients.Count(patient => patient.ArrivalMinute == 0), crowding.PresentAtStart.Low, crowding.PresentAtStart.High);
            Assert.Equal((crowding.Bays, crowding.Clinicians), (scenario.Bays, scenario.Clinicians));
            Assert.Equal(scenario.Patients.Select(patient => patient.ArrivalMinute).Order(), scenario.Patients.Select(patient => patient.ArrivalMinute));
            Assert.Equal(Enumerable.Range(1, scenario.Patients.Length).Select(number => $"P{number}"), scenario.Patients.Select(patient => patient.Id));
            Assert.Equal(scenario.Patients.Length, scenario.CategoriesAtArrival.Length);
            Assert.All(scenario.Patients, CheckPatient);
        }
    }

    [Theory]
    [InlineData(Difficulty.Easy)]
    [InlineData(Difficulty.Standard)]
    [InlineData(Difficulty.Hard)]
    public void Everyone_ArrivesWhileTheShiftLasts(Difficulty difficulty)
    {
        for (var seed = 0UL; seed < 1_000; seed++)
        {
            var scenario = Triage.Environment.Generator.Generate(new ScenarioKey(Split.Train, seed, difficulty));
            Assert.True(scenario.Patients[^1].ArrivalMinute < Triage.Content.Parameters.ShiftMinutes, $"seed {seed}: {scenario.Patients[^1].ArrivalMinute}");
        }
    }

    [Fact]
    public void DangerousTwins_ComeAsOftenAsTheDifficultySays()
    {
        foreach (var difficulty in Enum.GetValues<Difficulty>())
        {
            var patients = Enumerable.Range(0, 600)
                .SelectMany(seed => Triage.Environment.Generator.Generate(new ScenarioKey(Split.Train, (ulong)seed, difficulty)).Patients).ToArray();
            var share = patients.Count(patient => patient.Twin.IsDangerous) / (double)patients.Length;
            Assert.Equal(Triage.Content.Parameters.For(difficulty).DangerousPerMille / 1000.0, share, 0.03);
        }
    }

    [Fact]
    public void Scenario_HasNoFamilyTwice()
    {
        for (var seed = 0UL; seed < 300; seed++)
        {
            var families = Triage.Environment.Generator.Generate(new ScenarioKey(Split.Validation, seed, Difficulty.Hard)).Patients.Select(patient => patient.Family.Id).ToArray();
            Assert.Equal(families.Length, families.Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Fact]
    public void Fingerprint_IsEqualForEqualKeys()
    {
        var key = new ScenarioKey(Split.Heldout, 99, Difficulty.Hard);
        var (one, other) = (Triage.Environment.Generator.Generate(key), Triage.Environment.Generator.Generate(key));
        Assert.Equal(one.Fingerprint, other.Fingerprint);
        Assert.NotEqual(one.Fingerprint, Triage.Environment.Generator.Generate(key with { Difficulty = Difficulty.Easy }).Fingerprint);
    }

    private static void CheckPatient(ScenarioPatient patient)
    {
        Assert.InRange(patient.AgeMonths, patient.Family.LowestAgeMonths, patient.Family.HighestAgeMonths);
        Assert.True(patient.Twin.IsDangerous == (patient.HarmMinute != int.MaxValue) || patient.HarmMinute > patient.ArrivalMinute);
        Assert.True(patient.PatienceMinute > patient.ArrivalMinute);
        Assert.DoesNotContain('{', patient.Complaint);
        Assert.DoesNotContain('}', patient.Complaint);
        Assert.True(!patient.Pregnant || (patient.Female && patient.MayBePregnant), $"{patient.Family.Id}: pregnant at {patient.AgeYears}");
        Assert.True(patient.Family.Sex == "any" || patient.Female == (patient.Family.Sex == "female"));
        Assert.Equal(patient.Note is null, patient.Instruction == 0);
    }

    private static HashSet<ulong> Fingerprints(Split split, int count)
    {
        var fingerprints = new ulong[count];
        Parallel.For(0, count, i => fingerprints[i] = Triage.Environment.Generator.Generate(new ScenarioKey(split, (ulong)i, (Difficulty)(i % 3))).Fingerprint);
        return [.. fingerprints];
    }
}
