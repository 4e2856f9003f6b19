using Npgsql;
using Ucam.Web.Hosting;

namespace Ucam.Web.Reviewing;

/// <summary>
/// Decisions in a PostgreSQL database, which several servers share: each sees what the others decided. Committed before it counts, as the server's
/// synchronous_commit says (on, unless somebody turned it off).
/// </summary>
internal sealed class PostgresReviewStore : IReviewStore
{
    // "Ucam": servers that start at once make the tables one after the other.
    private const long Mark = 0x5563616D;
    private const int Seconds = 10;

    // Who may write in tables that are there need not be allowed to make any.
    private const string Made = "SELECT to_regclass('ucam_decisions') IS NOT NULL AND to_regclass('ucam_answers') IS NOT NULL";

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS ucam_decisions (sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, row TEXT NOT NULL, verdict TEXT NOT NULL,
            answer TEXT, at TIMESTAMPTZ NOT NULL, undone BOOLEAN NOT NULL DEFAULT FALSE);
        CREATE TABLE IF NOT EXISTS ucam_answers (asking TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL, PRIMARY KEY (asking, question));
        """;

    private readonly NpgsqlDataSource _source;
    private readonly string _name;

    /// <summary>Opens a database and makes its tables where they are missing.</summary>
    /// <param name="address">postgres://user@host:port/database; what it leaves out, the password too, is taken from PGUSER, PGPASSWORD and the
    /// other variables of PostgreSQL.</param>
    /// <exception cref="UcamException">It is no such address, or the database cannot be reached or written to.</exception>
    public PostgresReviewStore(string address)
    {
        NpgsqlConnectionStringBuilder where = PostgresAddress.Read(address);
        (where.Timeout, where.CommandTimeout, where.ApplicationName) = (Seconds, Seconds, "ucam review");
        _name = $"{where.Host}{(where.Port == NpgsqlConnection.DefaultPort ? "" : $":{where.Port}")}/{where.Database}";
        _source = NpgsqlDataSource.Create(where);
        try
        {
            Guarded(() =>
            {
                using NpgsqlConnection connection = _source.OpenConnection();
                using var made = new NpgsqlCommand(Made, connection);
                if (made.ExecuteScalar() is true) return 0;
                using NpgsqlTransaction transaction = connection.BeginTransaction();
                using var command = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({Mark}); {Tables}", connection, transaction);
                command.ExecuteNonQuery();
                transaction.Commit();
                return 0;
            });
        }
        catch
        {
            _source.Dispose();
            throw;
        }
    }

    public bool IsShared => true;

    public IReadOnlyList<Decision> Decisions() => Guarded(() =>
    {
        using NpgsqlCommand command = Command("SELECT sequence, row, verdict, answer, at FROM ucam_decisions WHERE NOT undone ORDER BY sequence");
        using NpgsqlDataReader reader = command.ExecuteReader();
        var found = new List<Decision>();
        while (reader.Read())
            found.Add(new Decision(reader.GetInt64(0), reader.GetString(1), Enum.Parse<Verdict>(reader.GetString(2)),
                reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4)));
        return found;
    });

    public Decision Add(string row, Verdict verdict, string? answer) => Guarded(() =>
    {
        DateTimeOffset at = DateTimeOffset.UtcNow;
        using NpgsqlCommand command = Command(
            "INSERT INTO ucam_decisions (row, verdict, answer, at) VALUES ($1, $2, $3, $4) RETURNING sequence", row, $"{verdict}", answer, at);
        return new Decision((long)command.ExecuteScalar()!, row, verdict, answer, at);
    });

    public void Undo(long sequence) => Guarded(() =>
    {
        using NpgsqlCommand command = Command("UPDATE ucam_decisions SET undone = TRUE WHERE sequence = $1", sequence);
        return command.ExecuteNonQuery();
    });

    public IReadOnlyDictionary<string, string> Answers(string asking) => Guarded(() =>
    {
        using NpgsqlCommand command = Command("SELECT question, answer FROM ucam_answers WHERE asking = $1", asking);
        using NpgsqlDataReader reader = command.ExecuteReader();
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read()) found[reader.GetString(0)] = reader.GetString(1);
        return found;
    });

    public void Keep(string asking, IReadOnlyCollection<KeyValuePair<string, string>> answers) => Guarded(() =>
    {
        // One statement, so that all are kept or none; in a fixed order, so that two servers cannot wait for each other.
        KeyValuePair<string, string>[] ordered = [.. answers.OrderBy(answer => answer.Key, StringComparer.Ordinal)];
        using NpgsqlCommand command = Command("""
            INSERT INTO ucam_answers SELECT $1, question, answer FROM unnest($2::text[], $3::text[]) AS new (question, answer)
            ON CONFLICT (asking, question) DO UPDATE SET answer = EXCLUDED.answer
            """, asking, ordered.Select(answer => answer.Key).ToArray(), ordered.Select(answer => answer.Value).ToArray());
        return command.ExecuteNonQuery();
    });

    public void Dispose() => _source.Dispose();

    private NpgsqlCommand Command(string text, params object?[] values)
    {
        NpgsqlCommand command = _source.CreateCommand(text);
        foreach (object? value in values) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }

    // After a restart of the server the connections that were kept are dead, which is found here and not by a decision.
    private void Wake()
    {
        try
        {
            using NpgsqlCommand nothing = Command("SELECT 1");
            nothing.ExecuteNonQuery();
        }
        catch (NpgsqlException e) when (e.IsTransient || e is PostgresException { SqlState: PostgresErrorCodes.AdminShutdown })
        {
            _source.Clear();
        }
    }

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            Wake();
            return work();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            bool silent = e.InnerException is System.Net.Sockets.SocketException or TimeoutException;
            string why = e is PostgresException server ? server.MessageText : silent ? "nobody answers there" : e.Message;
            throw new UnavailableException(
                $"The database {_name} cannot be used ({ControlText.Shown(why, "").TrimEnd('.')}); {Advice((e as PostgresException)?.SqlState)}.", e);
        }
    }

    private static string Advice(string? state) => state switch
    {
        PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.WrongObjectType =>
            "it has other tables of the names ucam_decisions and ucam_answers: give a database of its own",
        PostgresErrorCodes.InsufficientPrivilege =>
            "its user may make no tables there, or not write in ucam_decisions and ucam_answers: let the database's owner grant that",
        _ => "try again, or check its address, user and password",
    };
}
