using ClinicalRl.Service.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Tests.Hosting;

public sealed class SettingsTests
{
    [Fact]
    public void UnknownSettings_AreNamed_WithTheOneThatWasMeant()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("ClinicalRl:Dtabase", "Host=db"), new("ClinicalRl:Blobs:Contaner", "x"), new("ClinicalRl:Nothing:Like:It", "x"), new("Other:Setting", "x"),
            new("clinicalrl:SILOPORT", "11111"), new("ClinicalRl:OpenEnv:AllowedOrigins:0", "https://console.example"), new("ClinicalRl:Limits:Connections", "5"),
        ]).Build();
        Assert.Equal([("ClinicalRl:Blobs:Contaner", "ClinicalRl:Blobs:Container"), ("ClinicalRl:Dtabase", "ClinicalRl:Database"), ("ClinicalRl:Nothing:Like:It", null)], Settings.Unknown(configuration));
    }

    [Fact]
    public void EveryOptionClass_ThatTheServiceBinds_IsInTheTable()
    {
        IServiceCollection? services = null;
        var app = ServiceHost.Build(["--ClinicalRl:Data=" + TestFolders.Create()], builder => services = builder.Services);
        using (app as IDisposable)
        {
            Type[] bound =
            [
                .. services!.Select(service => service.ServiceType)
                    .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IOptionsChangeTokenSource<>))
                    .Select(type => type.GenericTypeArguments[0])
                    .Where(type => type.Namespace!.StartsWith("ClinicalRl.", StringComparison.Ordinal)).Distinct(),
            ];
            Assert.True(bound.Length > 5);
            Assert.Empty(bound.Except(Settings.OptionTypes));
        }
    }
}
