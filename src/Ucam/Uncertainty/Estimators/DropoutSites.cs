using TorchSharp.Modules;
using Ucam.Numbers;
using static TorchSharp.torch;

namespace Ucam.Uncertainty.Estimators;

/// <summary>
/// Turns on the Dropout modules of a network until it is disposed, with named randomness: the modules stay in evaluation mode, where
/// they pass their input on, and a hook on each applies the mask. Every site has its own stream, so that the masks of a pass do not
/// depend on how many passes run at once.
/// </summary>
internal sealed class DropoutSites : IDisposable
{
    private readonly List<Action> _unhook = [];
    private readonly Dictionary<(int Site, int Visit), Generator> _streams = [];
    private readonly (nn.Module<Tensor, Tensor> Module, double Rate, bool Channels)[] _sites;
    private readonly int[] _visits;
    private readonly ulong _seed;
    private readonly int _networks;

    /// <param name="network">The network.</param>
    /// <param name="seed">Of all streams.</param>
    /// <param name="networks">
    /// 0: every row has a mask of its own. n: so many thinned networks, each for an equal run of rows, which share its masks.
    /// </param>
    /// <exception cref="UcamException">A kind of dropout has no seeded form.</exception>
    public DropoutSites(nn.Module network, ulong seed, int networks = 0)
    {
        (_seed, _networks) = (seed, networks);
        _sites = [.. network.modules().Prepend(network).Distinct().Select(Site).OfType<(nn.Module<Tensor, Tensor>, double, bool)>()];
        _visits = new int[_sites.Length];
        for (int i = 0; i < _sites.Length; i++)
        {
            int site = i;
            var hook = _sites[i].Module.register_forward_hook((_, _, output) => Mask(site, output));
            _unhook.Add(hook.remove);
        }
    }

    /// <summary>Whether any dropout ran since the hooks were set.</summary>
    public bool Used { get; private set; }

    /// <summary>To be called before each forward: a module that runs twice in it has two streams.</summary>
    public void Begin() => Array.Clear(_visits);

    /// <summary>The seed of a site's stream; libtorch's generator reads the low 32 bits, which differ for every site.</summary>
    internal static ulong SeedOf(ulong seed, int site, int visit, int sites) =>
        unchecked(seed + 0x9E3779B97F4A7C15 * (ulong)(1 + site + (long)sites * visit));

    private static (nn.Module<Tensor, Tensor>, double, bool)? Site(nn.Module module) => module switch
    {
        Dropout dropout => (dropout, dropout.p, false),
        Dropout1d dropout => (dropout, dropout.p, true),
        Dropout2d dropout => (dropout, dropout.p, true),
        Dropout3d dropout => (dropout, dropout.p, true),
        AlphaDropout or FeatureAlphaDropout =>
            throw new UcamException($"The network has a {module.GetType().Name} layer, which has no seeded "
                + "form; use Dropout, Dropout1d, Dropout2d or Dropout3d."),
        _ => null,
    };

    private Tensor Mask(int site, Tensor output)
    {
        Used = true;
        (_, double rate, bool channels) = _sites[site];
        Generator stream = Stream(site);
        if (rate <= 0) return output;
        if (rate >= 1) return zeros_like(output);
        bool shared = _networks > 0 && output.shape[0] % _networks == 0;
        if (!channels && !shared) return SeededDropout.Apply(output, rate, stream);
        using var scope = NewDisposeScope();
        long[] shape = [.. output.shape.Select((size, dimension) => dimension < 2 || !channels ? size : 1)];
        if (shared) shape[0] = _networks;
        Tensor whole = SeededDropout.Apply(ones(shape, dtype: output.dtype), rate, stream);
        if (shared) whole = whole.repeat_interleave(output.shape[0] / _networks, 0);
        return (output * whole).MoveToOuterDisposeScope();
    }

    private Generator Stream(int site)
    {
        (int, int) key = (site, _visits[site]++);
        if (!_streams.TryGetValue(key, out Generator? stream))
            _streams[key] = stream = new Generator(SeedOf(_seed, site, key.Item2, _sites.Length));
        return stream;
    }

    public void Dispose()
    {
        foreach (Action unhook in _unhook) unhook();
        foreach (Generator stream in _streams.Values) stream.Dispose();
    }
}
