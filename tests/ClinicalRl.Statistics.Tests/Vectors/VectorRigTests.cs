using System.Text.Json;
using Xunit.Sdk;

namespace ClinicalRl.Statistics.Tests.Vectors;

/// <summary>The rig itself: it fails when a value is wrong, not looked at, or without a check.</summary>
public sealed class VectorRigTests
{
    private const string Json = """
        {"defaultTolerance":{"abs":1e-10,"rel":1e-8},"cases":[{"id":"one","input":{"method":"m"},
         "expected":{"value":2,"list":[1,2],"none":{"undefined":"no-data"}}}]}
        """;

    [Fact]
    public void Check_Passes_WhenAllIsRight() => Run((2, [1, 2], Reason.NoData));

    [Fact]
    public void Check_Fails_WhenANumberIsOutsideItsTolerance() => Fails((2.0000001, [1, 2], Reason.NoData));

    [Fact]
    public void Check_Fails_WhenAListIsShort() => Fails((2, [1], Reason.NoData));

    [Fact]
    public void Check_Fails_WhenTheReasonIsAnother() => Fails((2, [1, 2], Reason.NoVariation));

    [Fact]
    public void Check_Fails_WhenAValueIsNotLookedAt() => Fails((2, null, Reason.NoData));

    [Fact]
    public void Check_Fails_WhenAMethodHasNoCheck() => Assert.ThrowsAny<XunitException>(() => VectorFile.Check(Case(), []));

    private static void Fails((double, double[]?, Reason) actual) => Assert.ThrowsAny<XunitException>(() => Run(actual));

    private static void Run((double Value, double[]? List, Reason Reason) actual) => VectorFile.Check(Case(), new VectorChecks
    {
        ["m"] = vector =>
        {
            vector.Check("value", actual.Value);
            if (actual.List is { } list)
                vector.Check("list", list);
            vector.CheckReason("none", actual.Reason);
        },
    });

    private static VectorCase Case()
    {
        using var document = JsonDocument.Parse(Json);
        return new VectorFile(document.RootElement.Clone()).Cases.Single();
    }
}
