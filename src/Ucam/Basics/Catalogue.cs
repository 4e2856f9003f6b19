using System.Collections.ObjectModel;

namespace Ucam;

/// <summary>Things that can be asked for by name: the library's own, and what an application adds. Safe to use from several threads.</summary>
/// <param name="kind">What an entry is, with its article: "a map".</param>
/// <param name="nameOf">The name of an entry.</param>
/// <param name="own">The library's own.</param>
internal sealed class Catalogue<T>(string kind, Func<T, string> nameOf, params T[] own) where T : class
{
    private readonly Lock _lock = new();

    // Replaced as a whole, so that whoever enumerates it goes on with what there was.
    private volatile ReadOnlyCollection<T> _all = Array.AsReadOnly(own);

    /// <summary>What there is now, the library's own first.</summary>
    public IReadOnlyList<T> All => _all;

    /// <summary>The names, in words.</summary>
    public string Names => string.Join(", ", _all.Select(nameOf));

    /// <summary>Adds an entry.</summary>
    /// <exception cref="UcamException">The name is taken or no name.</exception>
    public void Add(T entry, IEnumerable<string>? reserved = null)
    {
        ArgumentNullException.ThrowIfNull(entry);
        string name = nameOf(entry);
        if (string.IsNullOrEmpty(name) || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '+'))
            throw new UcamException($"'{name}' is no name for {kind}; use lower-case letters, digits, - and _.") { Field = nameof(name) };
        lock (_lock)
        {
            if (Find(name) is not null || reserved?.Contains(name) == true)
                throw new UcamException($"There is {kind} '{name}' already; give yours another name.") { Field = nameof(name) };
            _all = Array.AsReadOnly<T>([.. _all, entry]);
        }
    }

    /// <summary>The entry of that name; null where there is none.</summary>
    public T? Find(string name) => _all.FirstOrDefault(entry => nameOf(entry) == name);

    /// <summary>Takes an entry out again, for tests.</summary>
    public void Remove(string name)
    {
        lock (_lock) _all = Array.AsReadOnly<T>([.. _all.Where(entry => nameOf(entry) != name)]);
    }
}
