using System.Security.Cryptography;
using Ucam.Imaging;

namespace Ucam.Web.Asking;

/// <summary>The pictures asked about last; the one that was not asked about for longest makes room.</summary>
internal sealed class PictureShelf(Models models, int room) : IDisposable
{
    private const int IdLength = 32;

    private readonly Lock _gate = new();
    private readonly LinkedList<ShelvedPicture> _recent = new();
    private readonly Dictionary<string, LinkedListNode<ShelvedPicture>> _byId = new(StringComparer.Ordinal);

    /// <summary>How many are kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _byId.Count;
        }
    }

    /// <summary>Decodes a picture and keeps it; the same bytes are decoded once.</summary>
    /// <param name="bytes">A picture file.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <exception cref="PictureException">It cannot be read.</exception>
    public ShelvedPicture Add(ReadOnlyMemory<byte> bytes, string name)
    {
        string id = Convert.ToHexStringLower(SHA256.HashData(bytes.Span))[..IdLength];
        return Touch(id) ?? Keep(new ShelvedPicture(id, Picture.Load(bytes, name), models.All.Select(m => m.Model)));
    }

    /// <summary>Says that a picture is not there.</summary>
    public static UcamException Gone() => new("The picture is not kept any more; send it again.") { Field = "picture" };

    /// <summary>A picture by its id.</summary>
    /// <exception cref="UcamException">It is not kept, or no longer.</exception>
    public ShelvedPicture Find(string id) => Touch(id) ?? throw Gone();

    private ShelvedPicture? Touch(string id)
    {
        lock (_gate)
        {
            if (!_byId.TryGetValue(id, out LinkedListNode<ShelvedPicture>? node)) return null;
            _recent.Remove(node);
            _recent.AddFirst(node);
            return node.Value;
        }
    }

    private ShelvedPicture Keep(ShelvedPicture picture)
    {
        ShelvedPicture? gone = null, same = null;
        lock (_gate)
        {
            if (_byId.TryGetValue(picture.Id, out LinkedListNode<ShelvedPicture>? node)) same = node.Value;
            else
            {
                _byId[picture.Id] = _recent.AddFirst(picture);
                if (_byId.Count > room)
                {
                    gone = _recent.Last!.Value;
                    _recent.RemoveLast();
                    _byId.Remove(gone.Id);
                }
            }
        }
        gone?.Dispose();
        if (same is null) return picture;
        picture.Dispose();
        return same;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (ShelvedPicture picture in _recent) picture.Dispose();
            _recent.Clear();
            _byId.Clear();
        }
    }
}
