using Ucam.Vqa.Training.Ranks;

namespace Ucam.Vqa.Tests.Training.Ranks;

public class MpiLibraryTests
{
    [Fact]
    public void A_missing_library_is_named_with_what_installs_it()
    {
        var load = () => MpiLibrary.Load(["libmpi-that-is-not-there.so.40"]);
        load.Should().Throw<UcamException>().WithMessage("*libmpi.so.40*apt-get install openmpi-bin libopenmpi3*without mpirun.");
    }

    [Fact]
    public void Another_library_than_Open_MPIs_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The C library has another name.");
        var load = () => MpiLibrary.Load(["libc.so.6"]);
        load.Should().Throw<UcamException>().WithMessage("*is not Open MPI's*");
    }
}
