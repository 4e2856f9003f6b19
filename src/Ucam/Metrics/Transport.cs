namespace Ucam.Metrics;

/// <summary>
/// The cheapest way to carry supplies to demands (Hitchcock 1941), exact up to rounding: the network simplex method on strongly
/// feasible trees (Cunningham 1976), which cannot cycle. Nodes are the supplies, the demands and a root; every supply starts with
/// an artificial arc to the root, every demand with one from it, dearer than any way between them.
/// </summary>
internal sealed class Transport
{
    private const double Tolerance = 1e-12;
    private readonly int _sources, _sinks, _root;
    private readonly double _artificial;
    private readonly double[] _cost, _flow, _potential;
    private readonly int[] _parent, _depth, _climb;
    private int _row;

    private Transport(double[] supply, double[] demand, Func<int, int, double> cost)
    {
        (_sources, _sinks, _root) = (supply.Length, demand.Length, supply.Length + demand.Length);
        _cost = new double[_sources * _sinks];
        for (int i = 0; i < _sources; i++)
            for (int j = 0; j < _sinks; j++) _cost[i * _sinks + j] = cost(i, j);
        _artificial = _cost.Length == 0 ? 0 : _cost.Max();
        // A node holds its arc to its parent: from a supply up to it, or from it down to a demand.
        _flow = [.. supply, .. demand];
        _parent = new int[_root];
        Array.Fill(_parent, _root);
        (_potential, _depth, _climb) = (new double[_root + 1], new int[_root + 1], new int[_root]);
    }

    /// <summary>The total cost, flow × cost, of carrying all supplies to the demands.</summary>
    /// <param name="supply">Amounts &gt; 0.</param>
    /// <param name="demand">Amounts &gt; 0, in all as much up to rounding.</param>
    /// <param name="cost">Cost ≥ 0 of carrying 1 from a supply to a demand.</param>
    public static double Cost(double[] supply, double[] demand, Func<int, int, double> cost)
    {
        var tree = new Transport(supply, demand, cost);
        tree.Refresh();
        for (int arc = tree.Entering(); arc >= 0; arc = tree.Entering())
        {
            tree.Pivot(arc / tree._sinks, tree._sources + arc % tree._sinks);
            tree.Refresh();
        }
        double total = 0;
        for (int node = 0; node < tree._root; node++)
            if (tree._parent[node] != tree._root) total += tree._flow[node] * tree.CostToParent(node);
        return total;
    }

    /// <summary>The arc that saves most in the next supply that has one; -1 where the plan is best.</summary>
    private int Entering()
    {
        for (int tried = 0; tried < _sources; tried++)
        {
            int best = -1, first = _row * _sinks;
            double least = -Tolerance * _artificial, potential = _potential[_row];
            for (int j = 0; j < _sinks; j++)
            {
                double reduced = _cost[first + j] + potential - _potential[_sources + j];
                if (reduced < least) (best, least) = (first + j, reduced);
            }
            _row = (_row + 1) % _sources;
            if (best >= 0) return best;
        }
        return -1;
    }

    /// <summary>Sends what fits round the circle that the arc closes, and takes out the arc that limits it.</summary>
    private void Pivot(int source, int sink)
    {
        int apex = Apex(source, sink), leaving = -1;
        bool ofSink = false;
        double amount = double.PositiveInfinity;
        for (int node = source; node != apex; node = _parent[node])
            if (node < _sources && _flow[node] < amount) (leaving, amount) = (node, _flow[node]);
        // Of several that limit, the last from the apex round the circle keeps the tree strongly feasible.
        for (int node = sink; node != apex; node = _parent[node])
            if (node >= _sources && _flow[node] <= amount) (leaving, amount, ofSink) = (node, _flow[node], true);
        for (int node = source; node != apex; node = _parent[node]) _flow[node] += node < _sources ? -amount : amount;
        for (int node = sink; node != apex; node = _parent[node]) _flow[node] += node < _sources ? amount : -amount;
        if (ofSink) Hang(sink, source, leaving, amount);
        else Hang(source, sink, leaving, amount);
    }

    private int Apex(int a, int b)
    {
        while (a != b)
        {
            if (_depth[a] >= _depth[b]) a = _parent[a];
            else b = _parent[b];
        }
        return a;
    }

    /// <summary>Hangs a node with its branch, cut off above <paramref name="top"/>, under another: the way up to the cut turns round.</summary>
    private void Hang(int node, int under, int top, double amount)
    {
        while (true)
        {
            var (next, carried) = (_parent[node], _flow[node]);
            (_parent[node], _flow[node]) = (under, amount);
            if (node == top) return;
            (under, node, amount) = (node, next, carried);
        }
    }

    /// <summary>Depths and potentials anew from the parents: each arc of the tree has a reduced cost of 0.</summary>
    private void Refresh()
    {
        Array.Fill(_depth, -1);
        _depth[_root] = 0;
        for (int start = 0; start < _root; start++)
        {
            int count = 0;
            for (int node = start; _depth[node] < 0; node = _parent[node]) _climb[count++] = node;
            while (count > 0)
            {
                int node = _climb[--count], parent = _parent[node];
                _depth[node] = _depth[parent] + 1;
                _potential[node] = _potential[parent] + (node < _sources ? -CostToParent(node) : CostToParent(node));
            }
        }
    }

    private double CostToParent(int node)
    {
        int parent = _parent[node];
        if (parent == _root) return _artificial;
        return node < _sources ? _cost[node * _sinks + parent - _sources] : _cost[parent * _sinks + node - _sources];
    }
}
