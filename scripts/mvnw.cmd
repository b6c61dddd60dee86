@echo off
rem Runs the version of Maven that this project is built with: see scripts/mvnw, which does the same.
setlocal
set "VERSION=3.9.11"
set "SHA512=03e2d65d4483a3396980629f260e25cac0d8b6f7f2791e4dc20bc83f9514db8d0f05b0479e699a5f34679250c49c8e52e961262ded468a20de0be254d8207076"
set "COPY=org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy"
if "%MAVEN_USER_HOME%"=="" set "MAVEN_USER_HOME=%USERPROFILE%\.m2"
set "WRAPPER=%MAVEN_USER_HOME%\wrapper"
set "MAVEN=%WRAPPER%\apache-maven-%VERSION%"
set "FETCH=%WRAPPER%\fetch-%RANDOM%"
set "ZIP=%FETCH%\apache-maven-%VERSION%-bin.zip"
set "JAR=jar"
if not "%JAVA_HOME%"=="" set "JAR=%JAVA_HOME%\bin\jar"

if exist "%MAVEN%\bin\mvn.cmd" goto run
where mvn >nul 2>nul
if errorlevel 1 (
  echo mvnw: no Maven is installed that could fetch Maven %VERSION%. Install Maven of any version. 1>&2
  exit /b 1
)
mkdir "%FETCH%"
pushd "%FETCH%"
call mvn -q -B %COPY% "-Dartifact=org.apache.maven:apache-maven:%VERSION%:zip:bin" "-DoutputDirectory=%FETCH%"
if errorlevel 1 goto failed
certutil -hashfile "%ZIP%" SHA512 | findstr /i /x "%SHA512%" >nul
if errorlevel 1 (
  echo mvnw: the checksum of Maven %VERSION% is wrong: nothing was installed. 1>&2
  goto failed
)
"%JAR%" xf "%ZIP%"
if errorlevel 1 goto failed
popd
move "%FETCH%\apache-maven-%VERSION%" "%MAVEN%" >nul
rmdir /s /q "%FETCH%"

:run
call "%MAVEN%\bin\mvn.cmd" %*
exit /b %ERRORLEVEL%

:failed
popd
rmdir /s /q "%FETCH%"
exit /b 1
