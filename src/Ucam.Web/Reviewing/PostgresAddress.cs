using Npgsql;

namespace Ucam.Web.Reviewing;

/// <summary>Addresses of PostgreSQL databases as its own programs write them.</summary>
internal static class PostgresAddress
{
    private static readonly string[] Schemes = ["postgres", "postgresql"];

    /// <summary>Reads postgres://user:password@host:port/database?sslmode=require.</summary>
    /// <exception cref="UcamException">It is no such address, or has a setting that is not known.</exception>
    public static NpgsqlConnectionStringBuilder Read(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || !Schemes.Contains(uri.Scheme) || uri.Host.Length == 0)
            throw Wrong("it must be such as postgres://reviewer@db.example.org:5432/ucam, with a port up to 65535");
        var where = new NpgsqlConnectionStringBuilder { Host = uri.Host, Port = uri.Port > 0 ? uri.Port : NpgsqlConnection.DefaultPort };
        if (uri.AbsolutePath.Trim('/') is { Length: > 0 } database) where.Database = Uri.UnescapeDataString(database);
        string[] who = uri.UserInfo.Split(':', 2);
        if (who[0].Length > 0) where.Username = Uri.UnescapeDataString(who[0]);
        if (who.Length > 1) where.Password = Uri.UnescapeDataString(who[1]);
        foreach (string setting in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = setting.Split('=', 2);
            if (parts[0] != "sslmode" || parts.Length != 2
                || !Enum.TryParse(parts[1].Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out SslMode mode))
                throw Wrong($"'{setting}' is not known; sslmode may be disable, prefer, require, verify-ca or verify-full");
            where.SslMode = mode;
        }
        return where;
    }

    // Never with the address, which may hold a password.
    private static UcamException Wrong(string what) => new($"The address of the database: {what}.") { Field = "database" };
}
