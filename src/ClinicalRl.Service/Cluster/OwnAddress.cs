using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ClinicalRl.Service.Cluster;

/// <summary>The address at which other machines reach this one.</summary>
internal static class OwnAddress
{
    /// <summary>
    /// The first IPv4 address of an interface that is up, but for loopback and link-local ones: Azure Container Apps gives a replica some of those too, at which no other replica
    /// reaches it. Null when there is none.
    /// </summary>
    public static IPAddress? Find() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus != OperationalStatus.Down)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(address => address.Address)
        .FirstOrDefault(CanBeReached);

    internal static bool CanBeReached(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address) && address.GetAddressBytes() is not [169, 254, _, _];
}
