using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Ucam.Web.Reviewing;

namespace Ucam.Web.Tests.Reviewing;

/// <summary>A PostgreSQL of its own for the tests, by the programs of Debian's package; tests are skipped where it is not installed.</summary>
public sealed class PostgresServer : IDisposable
{
    private const string Installed = "/usr/lib/postgresql";

    private readonly string _folder = Directory.CreateTempSubdirectory("ucam-postgres").FullName;
    private readonly string? _programs = Directory.Exists(Installed) ? Path.Combine(Directory.GetDirectories(Installed).Order().Last(), "bin") : null;

    public PostgresServer()
    {
        if (_programs is null) return;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Port = ((IPEndPoint)free.LocalEndpoint).Port;
        }
        // The server does not run as root.
        if (Environment.UserName == "root") Run("chown", "postgres", _folder);
        As("initdb", "-D", Data, "-U", "reviewer", "--auth=trust", "--no-sync");
        As("pg_ctl", "-D", Data, "-w", "-l", Path.Combine(_folder, "log"), "-o", $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''", "start");
    }

    /// <summary>Its port; 0 where there is none.</summary>
    public int Port { get; }

    /// <summary>The address of its database.</summary>
    public string Address => $"postgres://reviewer@127.0.0.1:{Port}/postgres";

    /// <summary>A new database, after some commands in it.</summary>
    public string Another(params string[] commands)
    {
        string name = "d" + Guid.NewGuid().ToString("N"), address = Address.Replace("/postgres", "/" + name, StringComparison.Ordinal);
        Execute(Address, $"CREATE DATABASE {name}");
        foreach (string command in commands) Execute(address, command);
        return address;
    }

    /// <summary>Runs a command.</summary>
    public static void Execute(string address, string command)
    {
        NpgsqlConnectionStringBuilder where = PostgresAddress.Read(address);
        where.Pooling = false;
        using var connection = new NpgsqlConnection(where.ConnectionString);
        connection.Open();
        using var sql = new NpgsqlCommand(command, connection);
        sql.ExecuteNonQuery();
    }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Stops it, and starts it again.</summary>
    public void Restart() => As("pg_ctl", "-D", Data, "-w", "-m", "immediate", "-l", Path.Combine(_folder, "log"), "restart");

    public void Dispose()
    {
        if (_programs is not null) As("pg_ctl", "-D", Data, "-m", "immediate", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private void As(string program, params string[] arguments)
    {
        string path = Path.Combine(_programs!, program);
        if (Environment.UserName == "root") Run("runuser", ["-u", "postgres", "--", path, .. arguments]);
        else Run(path, arguments);
    }

    private void Run(string program, params string[] arguments)
    {
        // What the server inherits must not keep anybody waiting.
        var start = new ProcessStartInfo("sh", ["-c", "exec \"$0\" \"$@\" > /dev/null 2>&1 < /dev/null", program, .. arguments]) { WorkingDirectory = _folder };
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
