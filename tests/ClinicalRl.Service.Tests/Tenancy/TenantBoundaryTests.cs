using System.Globalization;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace ClinicalRl.Service.Tests.Tenancy;

public sealed class TenantBoundaryTests(ServiceFixture fixture, ITestOutputHelper output)
{
    private static readonly Type[] Grains = [.. typeof(ITenantGrain).Assembly.GetTypes().Where(type => type.IsInterface && type.IsAssignableTo(typeof(IGrain)))];

    private IGrainFactory Factory => fixture.Service.Services.GetRequiredService<IGrainFactory>();

    [Fact]
    public void EveryGrain_IsRefusedToOtherTenants_HoweverItIsAskedFor()
    {
        // An interface that several grains have is no way to any of them by a key alone.
        var concrete = Grains.Where(type => typeof(ITenantGrain).Assembly.GetTypes().Count(grain => grain is { IsClass: true, IsAbstract: false } && grain.IsSubclassOf(typeof(Grain)) && grain.IsAssignableTo(type)) == 1).ToList();
        Assert.True(concrete.Count > 12, $"only {concrete.Count} grain interfaces were looked at");
        Assert.All(concrete, type => Assert.True(type.IsAssignableTo(typeof(IGrainWithStringKey)), $"{type} has no key that begins with its tenant."));
        foreach (var type in concrete)
        {
            foreach (var key in new[] { "mine", "mine/thing", "mine/a/b" })
            {
                ActingTenant.Current = new ActingTenant(TenantId.Parse("mine"));
                var reference = (GrainReference)Factory.GetGrain(type, key);
                ActingTenant.Current = new ActingTenant(TenantId.Parse("other"));
                Assert.Throws<ForeignTenantException>(() => Factory.GetGrain(type, key));
                Assert.Throws<ForeignTenantException>(() => Factory.GetGrain(reference.GrainId, reference.InterfaceType));
                Assert.Throws<ForeignTenantException>(() => Factory.GetGrain(type, reference.GrainId.Key));
            }

            ActingTenant.Current = new ActingTenant(TenantId.Parse("min"));   // one whose name another's begins with
            Assert.Throws<ForeignTenantException>(() => Factory.GetGrain(type, "mine/thing"));
            ActingTenant.Current = new ActingTenant(TenantId.Operator);
            if (type == typeof(ITenantGrain))
                Assert.NotNull(Factory.GetGrain(type, "mine"));
            else
                Assert.Throws<ForeignTenantException>(() => Factory.GetGrain(type, "mine/thing"));
        }
    }

    [Fact]
    public void Boundary_CostsTensOfNanoseconds()
    {
        var key = new EpisodeKey("mine", "ep_aaaaaaaaaaaaaaaaaaaaaaaaaa").ToString();
        var reference = (GrainReference)Factory.GetGrain<IEpisodeGrain>(key);
        var bare = Nanoseconds(() => GrainId.Create(reference.GrainId.Type, key));
        var unbound = Nanoseconds(() => Factory.GetGrain(GrainId.Create(reference.GrainId.Type, key), reference.InterfaceType));
        var acting = new ActingTenant(TenantId.Parse("mine"));
        var entering = Nanoseconds(() => Enter(acting));
        ActingTenant.Current = acting;
        var bound = Nanoseconds(() => Factory.GetGrain(GrainId.Create(reference.GrainId.Type, key), reference.InterfaceType));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"a reference to an episode: {unbound:F0} ns without a tenant, {bound:F0} ns with one (of it {bare:F0} ns for the id); entering a request and leaving it: {entering:F0} ns"));
        Assert.InRange(bound - unbound + entering, -1_000, 1_000);   // the machine may be doing other things; what was measured is in the output
    }

    private static void Enter(ActingTenant tenant)
    {
        ActingTenant.Current = tenant;
        ActingTenant.Current = null;
    }

    /// <summary>Best of many short rounds, each shorter than what the machine gives a thread before others run.</summary>
    private static double Nanoseconds<T>(Func<T> what) => Nanoseconds(() => { GC.KeepAlive(what()); });

    private static double Nanoseconds(Action what)
    {
        const int Times = 2_000;
        var best = double.MaxValue;
        for (var round = 0; round < 1_500; round++)
        {
            var begun = TimeProvider.System.GetTimestamp();
            for (var i = 0; i < Times; i++)
                what();
            best = Math.Min(best, TimeProvider.System.GetElapsedTime(begun).TotalNanoseconds / Times);
        }

        return best;
    }
}
