using System.Net;
using System.Net.Sockets;

namespace ClinicalRl.Service.Hosting;

/// <summary>Free ports on the loopback interface, so that several services can run on one machine.</summary>
internal static class LoopbackPorts
{
    /// <summary>Two different ports that were free a moment ago.</summary>
    public static (int First, int Second) FindTwo()
    {
        using var first = Listen();
        using var second = Listen();
        return (PortOf(first), PortOf(second));
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
