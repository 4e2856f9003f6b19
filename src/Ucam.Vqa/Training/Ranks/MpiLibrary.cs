using System.Runtime.InteropServices;

namespace Ucam.Vqa.Training.Ranks;

/// <summary>
/// The few calls of Open MPI's C library. Its handles are addresses of variables that the library exports, in which it differs from MPICH and those
/// that follow it: only Open MPI is served.
/// </summary>
internal sealed unsafe partial class MpiLibrary
{
    public const string Missing = "Open MPI's library (libmpi.so.40) is not there, which training in several processes needs; install it (Debian and "
        + "Ubuntu: apt-get install openmpi-bin libopenmpi3), or start ucam without mpirun.";

    public const string Foreign = "The MPI library that was found is not Open MPI's, the only one that is served; start ucam with Open MPI's mpirun.";

    // MPI_THREAD_FUNNELED and MPI_IN_PLACE of Open MPI's mpi.h.
    private const int Funneled = 1;
    private const nint InPlace = 1;

    private const string Name = "ucam-openmpi";
    private static readonly string[] Files = ["libmpi.so.40", "libmpi.so.80", "libmpi.so", "libmpi.40.dylib", "libmpi.dylib"];
    private static readonly Lazy<nint> Handle = new(() => Load(Files));

    private readonly nint _world, _floats, _doubles, _bytes, _sum;

    static MpiLibrary() => NativeLibrary.SetDllImportResolver(typeof(MpiLibrary).Assembly, (name, _, _) => name == Name ? Handle.Value : 0);

    /// <summary>Joins the processes of the job; for one thread, from which all other calls come.</summary>
    /// <exception cref="UcamException">There is no Open MPI, or it does not start.</exception>
    public MpiLibrary()
    {
        nint library = Handle.Value;
        (_world, _sum) = (NativeLibrary.GetExport(library, "ompi_mpi_comm_world"), NativeLibrary.GetExport(library, "ompi_mpi_op_sum"));
        (_floats, _doubles, _bytes) = (NativeLibrary.GetExport(library, "ompi_mpi_float"), NativeLibrary.GetExport(library, "ompi_mpi_double"),
            NativeLibrary.GetExport(library, "ompi_mpi_byte"));
        Check(Init(0, 0, Funneled, out int level), "MPI_Init_thread");
        if (level < Funneled) throw new UcamException("Open MPI was built without threads, which training in several processes needs.");
        Check(SetErrorHandler(_world, NativeLibrary.GetExport(library, "ompi_mpi_errors_return")), "MPI_Comm_set_errhandler");
        Check(GetRank(_world, out int rank), "MPI_Comm_rank");
        Check(GetSize(_world, out int size), "MPI_Comm_size");
        (Rank, Size) = (rank, size);
    }

    /// <summary>Which process this is.</summary>
    public int Rank { get; }

    /// <summary>How many there are.</summary>
    public int Size { get; }

    /// <summary>Begins to add up floats or doubles in place.</summary>
    public nint BeginSum(void* numbers, int count, bool doubles)
    {
        Check(AllReduce(InPlace, numbers, count, doubles ? _doubles : _floats, _sum, _world, out nint request), "MPI_Iallreduce");
        return request;
    }

    /// <summary>Begins to take over the first process's bytes.</summary>
    public nint BeginBroadcast(void* bytes, int count)
    {
        Check(Broadcast(bytes, count, _bytes, 0, _world, out nint request), "MPI_Ibcast");
        return request;
    }

    /// <summary>Begins to wait for all.</summary>
    public nint BeginBarrier()
    {
        Check(Barrier(_world, out nint request), "MPI_Ibarrier");
        return request;
    }

    /// <summary>Whether what was begun has ended; moves it on.</summary>
    public static bool HasEnded(ref nint request)
    {
        Check(Test(ref request, out int ended, 0), "MPI_Test");
        return ended != 0;
    }

    /// <summary>Ends all processes of the job with an exit code.</summary>
    public void Abort(int code) => _ = AbortAll(_world, code);

    /// <summary>Takes leave of the others, which all must do.</summary>
    public static void Finish() => Check(Finalise(), "MPI_Finalize");

    /// <summary>The first library of these names that is there.</summary>
    /// <exception cref="UcamException">There is none, or it is another's.</exception>
    internal static nint Load(IEnumerable<string> names)
    {
        foreach (string name in names)
            if (NativeLibrary.TryLoad(name, out nint library))
                return NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out _) ? library : throw new UcamException(Foreign);
        throw new UcamException(Missing);
    }

    private static void Check(int code, string call)
    {
        if (code != 0) throw new UcamException($"Open MPI failed ({call} returned {code}).");
    }

    [LibraryImport(Name, EntryPoint = "MPI_Init_thread")]
    private static partial int Init(nint count, nint arguments, int wanted, out int level);

    [LibraryImport(Name, EntryPoint = "MPI_Comm_set_errhandler")]
    private static partial int SetErrorHandler(nint world, nint handler);

    [LibraryImport(Name, EntryPoint = "MPI_Comm_rank")]
    private static partial int GetRank(nint world, out int rank);

    [LibraryImport(Name, EntryPoint = "MPI_Comm_size")]
    private static partial int GetSize(nint world, out int size);

    [LibraryImport(Name, EntryPoint = "MPI_Iallreduce")]
    private static partial int AllReduce(nint from, void* to, int count, nint type, nint operation, nint world, out nint request);

    [LibraryImport(Name, EntryPoint = "MPI_Ibcast")]
    private static partial int Broadcast(void* numbers, int count, nint type, int root, nint world, out nint request);

    [LibraryImport(Name, EntryPoint = "MPI_Ibarrier")]
    private static partial int Barrier(nint world, out nint request);

    [LibraryImport(Name, EntryPoint = "MPI_Test")]
    private static partial int Test(ref nint request, out int ended, nint status);

    [LibraryImport(Name, EntryPoint = "MPI_Abort")]
    private static partial int AbortAll(nint world, int code);

    [LibraryImport(Name, EntryPoint = "MPI_Finalize")]
    private static partial int Finalise();
}
